import BallastTestSupport
import HDF5
import Testing

@Suite struct ChunkTests {
    private let values = (0..<24).map { Float($0) * 0.37 }

    /// A file of float32 [6, 4] in chunks of [4, 4], written by the library's own filters.
    private func writeByLibrary(_ path: String, _ filters: [Filter]) throws {
        let file = try File(creating: path)
        let dataset = try file.createDataset(
            "x", type: .float32, shape: [6, 4], chunkShape: [4, 4], filters: filters)
        try dataset.write(values)
        try dataset.close()
        try file.close()
    }

    @Test("chunks that the library packed can be moved as they are, and the files are equal in bytes")
    func moved() throws {
        let folder = try TemporaryDirectory()
        let filters: [Filter] = [.shuffle, .deflate(level: 4)]
        try writeByLibrary(folder.file("library.h5"), filters)
        let source = try File(reading: folder.file("library.h5")).dataset("x")

        let file = try File(creating: folder.file("moved.h5"))
        let target = try file.createDataset(
            "x", type: .float32, shape: [6, 4], chunkShape: [4, 4], filters: filters)
        for row in [0, 4] {
            let chunk = try #require(try source.readChunk(at: [row, 0]))
            #expect(try source.storedSize(ofChunkAt: [row, 0]) == chunk.bytes.count)
            #expect(chunk.filterMask == 0)
            try target.writeChunk(chunk.bytes, at: [row, 0], filterMask: chunk.filterMask)
            #expect(try target.readChunk(at: [row, 0]) == chunk)
        }
        try target.close()
        try file.close()
        #expect(try File(reading: folder.file("moved.h5")).dataset("x").read(Float.self) == values)
    }

    @Test("chunks shuffled and deflated by hand are unpacked by the library")
    func byHand() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let dataset = try file.createDataset(
            "x", type: .float32, shape: [6, 4], chunkShape: [4, 4], filters: [.shuffle, .deflate(level: 1)])
        let padded = values + [Float](repeating: 0, count: 8)
        for row in [0, 4] {
            let raw = padded[row * 4..<row * 4 + 16].withUnsafeBytes { Array($0) }
            try dataset.writeChunk(storedZlibStream(shuffled(raw)), at: [row, 0])
        }
        try dataset.close()
        try file.close()
        #expect(try File(reading: folder.file("x.h5")).dataset("x").read(Float.self) == values)
    }

    @Test("a chunk whose filters were skipped is read as its mask says")
    func filterMask() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let dataset = try file.createDataset(
            "x", type: .float32, shape: [4, 4], chunkShape: [4, 4], filters: [.shuffle, .deflate(level: 1)])
        let raw = values[0..<16].withUnsafeBytes { Array($0) }
        try dataset.writeChunk(raw, at: [0, 0], filterMask: 0b11)
        try dataset.close()
        try file.close()
        let reopened = try File(reading: folder.file("x.h5")).dataset("x")
        #expect(try reopened.readChunk(at: [0, 0]) == StoredChunk(bytes: raw, filterMask: 0b11))
        #expect(try reopened.read(Float.self) == Array(values[0..<16]))
    }

    @Test("a chunk that was never written has no bytes")
    func neverWritten() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let dataset = try file.createDataset("x", type: .uint8, shape: [8], chunkShape: [4])
        try dataset.writeChunk([1, 2, 3, 4], at: [4])
        #expect(try dataset.storedSize(ofChunkAt: [0]) == 0)
        #expect(try dataset.readChunk(at: [0]) == nil)
        #expect(try dataset.readChunk(at: [4])?.bytes == [1, 2, 3, 4])
    }

    @Test("a chunk at an offset that is none is an error of the library")
    func wrongOffset() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let dataset = try file.createDataset("x", type: .uint8, shape: [8], chunkShape: [4])
        for offset in [2, 400] {
            let error = failure { () throws(HDF5Error) in try dataset.writeChunk([1, 2, 3, 4], at: [offset]) }
            #expect(error?.operation == "write a chunk of data set 'x' of '\(folder.file("x.h5"))'")
            #expect(error?.function?.isEmpty == false)
        }
    }

    @Test("a data set in one piece has no chunks to read")
    func noChunks() throws {
        let dataset = try File(reading: fixture("good-types.h5")).dataset("little_f4")
        let error = failure { () throws(HDF5Error) in _ = try dataset.readChunk(at: [0, 0]) }
        #expect(error?.problem == "it is not stored in chunks")
    }

    @Test("a deflate level that does not exist is an error")
    func wrongLevel() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let error = failure { () throws(HDF5Error) in
            _ = try file.createDataset("x", type: .uint8, shape: [8], chunkShape: [4], filters: [.deflate(level: 10)])
        }
        #expect(error?.problem == "there is no deflate level '10'; levels go from 0 to 9")
    }

    /// The shuffle filter for elements of four bytes.
    private func shuffled(_ bytes: [UInt8]) -> [UInt8] {
        (0..<4).flatMap { plane in stride(from: plane, to: bytes.count, by: 4).map { bytes[$0] } }
    }

    /// A zlib stream of one stored block (RFC 1950 and RFC 1951, 3.2.4).
    private func storedZlibStream(_ bytes: [UInt8]) -> [UInt8] {
        let length = UInt16(bytes.count)
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        let lengths = [length, ~length].flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        let checksum = [b >> 8, b & 0xff, a >> 8, a & 0xff].map { UInt8($0) }
        return [0x78, 0x01, 0x01] + lengths + bytes + checksum
    }
}
