import BallastTestSupport
import CZlib
import Testing
import Zlib

/// Inputs with a fixed seed, and zlib itself as the reference in both directions.
enum Sample {
    /// Repetitive text with some noise in it.
    static func text(count: Int) -> [UInt8] {
        var random = SeededGenerator(seed: 7)
        var bytes: [UInt8] = []
        while bytes.count < count {
            bytes += Array("\(random.next() % 1000),0.\(random.next() % 100),class\(random.next() % 3)\n".utf8)
        }
        return Array(bytes[..<count])
    }

    static func deflated(_ bytes: [UInt8], level: Int) throws -> [UInt8] {
        var count = compressBound(uLong(bytes.count))
        var stream = [UInt8](repeating: 0, count: Int(count))
        try #require(compress2(&stream, &count, bytes, uLong(bytes.count), Int32(level)) == Z_OK)
        return Array(stream[..<Int(count)])
    }

    /// zlib's own reading of `stream`, which must hold exactly `count` bytes and end there.
    static func uncompressed(_ stream: [UInt8], count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0xaa, count: count + 1)
        var length = uLong(count + 1)
        var taken = uLong(stream.count)
        guard uncompress2(&bytes, &length, stream, &taken) == Z_OK else { return nil }
        guard Int(length) == count, Int(taken) == stream.count else { return nil }
        return Array(bytes[..<count])
    }

    /// One gzip member, with a name in its header.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return [] }
        defer { deflateEnd(&stream) }
        var member = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))) + 64)
        var input = bytes
        var name = Array("rows.csv".utf8CString)
        var header = gz_header()
        return name.withUnsafeMutableBytes { name in
            header.name = name.baseAddress?.assumingMemoryBound(to: Bytef.self)
            return withUnsafeMutablePointer(to: &header) { header in
                deflateSetHeader(&stream, header)
                return input.withUnsafeMutableBufferPointer { input in
                    let count = member.withUnsafeMutableBufferPointer { room in
                        stream.next_in = input.baseAddress
                        stream.avail_in = uInt(input.count)
                        stream.next_out = room.baseAddress
                        stream.avail_out = uInt(room.count)
                        CZlib.deflate(&stream, Z_FINISH)
                        return Int(stream.total_out)
                    }
                    return Array(member[..<count])
                }
            }
        }
    }

    /// Streams `bytes` through `Inflate` in blocks of the given sizes.
    static func inflated(_ bytes: [UInt8], _ format: Inflate.Format, blocks: Int, _ room: Int) throws -> [UInt8] {
        let inflate = Inflate(format: format)
        var whole: [UInt8] = []
        var output = [UInt8](repeating: 0, count: room)
        for start in stride(from: 0, to: bytes.count, by: blocks) {
            var rest = bytes[start..<min(start + blocks, bytes.count)]
            while true {
                let step = try rest.withUnsafeBytes { input in
                    try output.withUnsafeMutableBytes { try inflate.inflate(from: input, into: $0) }
                }
                whole += output[..<step.produced]
                rest = rest.dropFirst(step.consumed)
                if rest.isEmpty && step.produced < room { break }
            }
        }
        try inflate.finish()
        return whole
    }
}

/// The kind of `ZlibError` that `body` throws; nil if it throws none.
func kind<R>(_ body: () throws -> R) -> ZlibError.Kind? {
    do {
        _ = try body()
        return nil
    } catch let error as ZlibError {
        return error.kind
    } catch {
        return nil
    }
}
