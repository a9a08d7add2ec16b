internal import CZlib

/// zlib's own compressor at one level, its memory kept between streams.
final class Library {
    private let stream: UnsafeMutablePointer<z_stream>

    init(level: Int) throws(ZlibError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = deflateInit_(stream, Int32(level), ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            stream.deallocate()
            throw ZlibError(.refused, "zlib cannot start: \(String(cString: zError(status)))")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Replaces `output` by the zlib stream of `input`, which is under 1 GiB.
    func compress(_ input: UnsafeRawBufferPointer, into output: inout [UInt8]) throws(ZlibError) {
        deflateReset(stream)
        let bound = Int(deflateBound(stream, uLong(input.count)))
        if output.count < bound { output = [UInt8](repeating: 0, count: bound) }
        let status = output.withUnsafeMutableBytes { room in
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: input.baseAddress?.assumingMemoryBound(to: Bytef.self))
            stream.pointee.avail_in = uInt(input.count)
            stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: Bytef.self)
            stream.pointee.avail_out = uInt(room.count)
            return CZlib.deflate(stream, Z_FINISH)
        }
        guard status == Z_STREAM_END else {
            throw ZlibError(.refused, "zlib did not finish the stream: \(String(cString: zError(status)))")
        }
        output.removeLast(output.count - Int(stream.pointee.total_out))
    }
}
