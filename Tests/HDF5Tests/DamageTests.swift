import BallastTestSupport
import Foundation
import HDF5
import Testing

@Suite struct DamageTests {
    private let folder: TemporaryDirectory
    private var path: String { folder.file("x.h5") }

    init() throws { folder = try TemporaryDirectory() }

    private func writeGood() throws {
        let file = try File(creating: path)
        let dataset = try file.createDataset(
            "x", type: .int32, shape: [400], chunkShape: [100], filters: [.deflate(level: 1)])
        try dataset.write((0..<400).map { Int32($0 * $0) })
        try dataset.close()
        try file.close()
    }

    /// Opens the file and reads all of the data set, whole and chunk by chunk.
    private func readAll() throws(HDF5Error) {
        let file = try File(reading: path)
        let dataset = try file.dataset("x")
        _ = try dataset.readChunk(at: [0])
        _ = try dataset.read(Int32.self)
    }

    @Test("a missing file is an error that names it and its cause")
    func missing() throws {
        let error = try #require(failure { () throws(HDF5Error) in _ = try File(reading: path) })
        #expect(error.kind == .missingFile)
        #expect(error.description == "cannot open '\(path)': there is no such file")
    }

    @Test("a file of another format, a text or nothing, is told from a damaged one", arguments: ["a,b\n1,2\n", ""])
    func notHDF5(text: String) throws {
        try write(Array(text.utf8), toFile: path)
        let error = try #require(failure { () throws(HDF5Error) in _ = try File(reading: path) })
        #expect(error.kind == .notHDF5)
        #expect(error.description.hasPrefix("cannot open '\(path)': it is not an HDF5 file"))
    }

    @Test("a folder is an error that names it")
    func isFolder() throws {
        let error = try #require(failure { () throws(HDF5Error) in _ = try File(reading: folder.path) })
        #expect(error.description.hasPrefix("cannot open '\(folder.path)': "))
    }

    @Test("a file that is cut short is an error that names it and says so", arguments: [0.3, 0.6, 0.99])
    func truncated(part: Double) throws {
        try writeGood()
        let whole = try bytes(ofFile: path)
        try write(Array(whole[..<Int(Double(whole.count) * part)]), toFile: path)
        let error = try #require(failure { () throws(HDF5Error) in _ = try File(reading: path) })
        #expect(error.description.hasPrefix("cannot open '\(path)': "))
        #expect(error.rootCause?.contains("truncated") == true, "\(error)")
    }

    @Test("what a killed writer leaves is an error before any value is read")
    func killed() throws {
        let original = folder.file("open.h5")
        let file = try File(creating: original)
        let dataset = try file.createDataset("x", type: .int32, shape: [400], chunkShape: [100])
        try dataset.write([Int32](repeating: 1, count: 400))
        // As it lies on the disk before anything was flushed.
        try write(bytes(ofFile: original), toFile: path)
        let error = try #require(failure(readAll))
        #expect(error.description.contains(path))
    }

    @Test("a file in a folder that is not there cannot be created")
    func cannotCreate() throws {
        let target = folder.file("none/x.h5")
        let error = try #require(failure { () throws(HDF5Error) in _ = try File(creating: target) })
        #expect(error.description.hasPrefix("cannot create '\(target)': unable to"))
        #expect(error.description.contains("'No such file or directory'"))
        #expect(
            error.description.hasSuffix("(H5FD__sec2_open)") || error.function?.hasPrefix("H5FD") == true, "\(error)")
    }

    @Test("damage in a packed chunk is an error of reading that names the data set")
    func damagedChunk() throws {
        try writeGood()
        var damaged = try bytes(ofFile: path)
        let chunk = try #require(try File(reading: path).dataset("x").readChunk(at: [100])).bytes
        let start = try #require(damaged.firstRange(of: chunk)).lowerBound
        for index in start + 10..<start + chunk.count { damaged[index] ^= 0x5a }
        try write(damaged, toFile: path)
        let dataset = try File(reading: path).dataset("x")
        #expect(try dataset.read(Int32.self, rows: 0..<100).count == 100)
        let error = failure { () throws(HDF5Error) in _ = try dataset.read(Int32.self, rows: 100..<200) }
        #expect(error?.operation == "read data set 'x' of '\(path)'")
    }

    @Test("damage in the index of the chunks is an error of asking for them")
    func damagedIndex() throws {
        try writeGood()
        var damaged = try bytes(ofFile: path)
        // The node of the version 1 B-tree begins with its signature.
        let node = try #require(damaged.firstRange(of: Array("TREE".utf8))).lowerBound
        damaged[node] = 0
        try write(damaged, toFile: path)
        let dataset = try File(reading: path).dataset("x")
        #expect(failure { () throws(HDF5Error) in _ = try dataset.storedSize(ofChunkAt: [100]) } != nil)
        #expect(failure { () throws(HDF5Error) in _ = try dataset.readChunk(at: [100]) } != nil)
        #expect(failure { () throws(HDF5Error) in _ = try dataset.read(Int32.self) } != nil)
    }

    @Test("a chunk that claims to be larger than the file is an error, not a huge allocation")
    func hugeChunk() throws {
        try writeGood()
        var damaged = try bytes(ofFile: path)
        // Key 0 follows the node's header of 24 bytes and begins with the stored size (format, III.A.1).
        let node = try #require(damaged.firstRange(of: Array("TREE".utf8))).lowerBound
        for index in node + 24..<node + 28 { damaged[index] = 0xff }
        try write(damaged, toFile: path)
        let dataset = try File(reading: path).dataset("x")
        let error = failure { () throws(HDF5Error) in _ = try dataset.readChunk(at: [0]) }
        #expect(error?.problem == "the chunk at [0] would be larger than the file; it is damaged")
    }
}
