import Testing
import Zlib

@Suite("Inflate")
struct InflateTests {
    @Test("a stream of every level comes back whole, whatever the block sizes", arguments: 0...9)
    func roundTrip(level: Int) throws {
        let bytes = Sample.text(count: 100_000)
        let stream = try Sample.deflated(bytes, level: level)
        #expect(try Inflate.zlib(stream, expectedCount: bytes.count) == bytes)
        for (input, output) in [(1, 1 << 17), (7, 100), (1 << 17, 1), (4096, 4096), (1 << 17, 1 << 17)] {
            #expect(try Sample.inflated(stream, .zlib, blocks: input, output) == bytes)
        }
    }

    @Test("a gzip file of several members is one text", arguments: [1, 5, 64, 1 << 20])
    func members(block: Int) throws {
        let parts = [Sample.text(count: 1000), [], Sample.text(count: 70_000)]
        let file = parts.flatMap { Sample.gzip($0) }
        #expect(try Sample.inflated(file, .gzip, blocks: block, 777) == parts.flatMap { $0 })
        #expect(try Sample.inflated(file + [0, 0, 0], .gzip, blocks: block, 777) == parts.flatMap { $0 })
    }

    @Test("a stream cut off anywhere is truncated")
    func truncated() throws {
        let bytes = Sample.text(count: 300)
        let stream = try Sample.deflated(bytes, level: 6)
        let file = Sample.gzip(bytes)
        for count in 0..<stream.count {
            #expect(kind { try Sample.inflated(Array(stream[..<count]), .zlib, blocks: 50, 64) } == .truncated)
            #expect(kind { try Inflate.zlib(Array(stream[..<count]), expectedCount: 300) } == .truncated)
        }
        for count in 0..<file.count {
            #expect(kind { try Sample.inflated(Array(file[..<count]), .gzip, blocks: 50, 64) } == .truncated)
        }
    }

    @Test("a changed byte in the checksum is an error")
    func checksum() throws {
        var stream = try Sample.deflated(Sample.text(count: 300), level: 6)
        stream[stream.count - 1] ^= 1
        #expect(kind { try Inflate.zlib(stream, expectedCount: 300) } == .checksum)
        let file = Sample.gzip(Sample.text(count: 300))
        for back in 1...8 {
            var broken = file
            broken[file.count - back] ^= 0x10
            #expect(kind { try Sample.inflated(broken, .gzip, blocks: 9, 64) } == .checksum)
        }
    }

    @Test("no damage to a byte goes unnoticed or crashes")
    func damage() throws {
        let bytes = Sample.text(count: 2000)
        let stream = try Sample.deflated(bytes, level: 6)
        for at in 0..<stream.count {
            for flip: UInt8 in [0x01, 0x80, 0xff] {
                var broken = stream
                broken[at] ^= flip
                // Some bits have no effect on the content: the level in the header, the fill after the last block.
                let back = try? Inflate.zlib(broken, expectedCount: bytes.count)
                #expect(back == nil || back == bytes)
            }
        }
    }

    @Test("bytes after the stream are an error", arguments: [1, 3, 4, 9, 1000])
    func trailing(count: Int) throws {
        let garbage = [UInt8](repeating: 0x41, count: count)
        let bytes = Sample.text(count: 300)
        let stream = try Sample.deflated(bytes, level: 6) + garbage
        let file = Sample.gzip(bytes) + garbage
        for block in [1, 10, 1 << 20] {
            #expect(kind { try Sample.inflated(stream, .zlib, blocks: block, 1 << 10) } == .trailingBytes)
            #expect(kind { try Sample.inflated(file, .gzip, blocks: block, 1 << 10) } == .trailingBytes)
            #expect(kind { try Sample.inflated(file, .gzip, blocks: block, 300) } == .trailingBytes)
        }
        #expect(kind { try Inflate.zlib(stream, expectedCount: 300) } == .trailingBytes)
        #expect(
            kind { try Sample.inflated(Sample.gzip(bytes) + [0, 0, 0x41], .gzip, blocks: 1, 300) } == .trailingBytes)
    }

    @Test("a stream longer or shorter than expected is an error")
    func length() throws {
        let stream = try Sample.deflated(Sample.text(count: 300), level: 6)
        #expect(kind { try Inflate.zlib(stream, expectedCount: 299) } == .length)
        #expect(kind { try Inflate.zlib(stream, expectedCount: 301) } == .length)
        #expect(kind { try Inflate.zlib(stream, expectedCount: 0) } == .length)
        #expect(kind { try Inflate.zlib(stream, expectedCount: -1) } == .refused)
    }

    @Test("what is no stream of the format is corrupt, and stays so until reset")
    func corrupt() throws {
        let inflate = Inflate(format: .gzip)
        let text = Array("id,age\n1,2\n".utf8)
        var room = [UInt8](repeating: 0, count: 100)
        func feed(_ bytes: [UInt8]) throws {
            try bytes.withUnsafeBytes { input in
                _ = try room.withUnsafeMutableBytes { try inflate.inflate(from: input, into: $0) }
            }
        }
        #expect(kind { try feed(text) } == .corrupt)
        #expect(kind { try feed(Sample.gzip(text)) } == .corrupt)
        #expect(kind { try inflate.finish() } == .corrupt)
        inflate.reset()
        try feed(Sample.gzip(text))
        try inflate.finish()
        #expect(Array(room[..<text.count]) == text)
    }

    @Test("a stream that needs a dictionary is unsupported")
    func dictionary() {
        #expect(
            kind { try Inflate.zlib([0x78, 0xbb, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1], expectedCount: 0) } == .unsupported)
    }
}
