import BallastTestSupport
import Foundation
import HDF5
import Testing

@Suite struct SameBytesTests {
    @Test("two files of equal contents, written two seconds apart, are equal in bytes")
    func objectTimes() throws {
        let folder = try TemporaryDirectory()
        try write(folder.file("first.h5"))
        Thread.sleep(forTimeInterval: 2.1)
        try write(folder.file("second.h5"))
        #expect(try bytes(ofFile: folder.file("first.h5")) == bytes(ofFile: folder.file("second.h5")))
    }

    private func write(_ path: String) throws {
        let file = try File(creating: path)
        try file.setAttribute("format", to: .string("ballast-shard"))
        try file.setAttribute("features", to: .strings((0..<9000).map { "feature_\($0)" }))
        let packed = try file.createDataset(
            "x", type: .float32, shape: [10, 3], chunkShape: [4, 3], filters: [.shuffle, .deflate(level: 1)])
        try packed.write((0..<30).map { Float($0) })
        try packed.close()
        let plain = try file.createDataset("label", type: .int32, shape: [10])
        try plain.write((0..<10).map { Int32($0) })
        try plain.close()
        try file.close()
    }
}
