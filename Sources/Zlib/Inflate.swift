internal import CISAL

/// Reads a gzip or zlib stream, block by block, in bounded memory, and verifies its checksums.
///
/// A gzip input may hold several members one after the other (as `cat a.gz b.gz` and block-wise compressors make
/// them) and zero padding at its end; anything else after a member is an error. A zlib input holds one stream.
///
///     let inflate = Inflate(format: .gzip)
///     while let block = try nextBlock() {
///         var rest = block
///         repeat {
///             let step = try inflate.inflate(from: rest, into: output)
///             use(output[..<step.produced])
///             rest = .init(rebasing: rest[step.consumed...])
///         } while step.produced == output.count || !rest.isEmpty
///     }
///     try inflate.finish()
///
/// One object serves one thread at a time. Memory: about 90 KiB, whatever the stream's length.
public final class Inflate {
    /// The wrapper around the deflate data.
    public enum Format: Sendable {
        /// RFC 1952: CRC-32 and length, any number of members.
        case gzip
        /// RFC 1950: Adler-32, one stream.
        case zlib
    }

    /// What one call did.
    public struct Step: Sendable, Equatable {
        /// Bytes taken from the input.
        public let consumed: Int
        /// Bytes written to the output.
        public let produced: Int
    }

    private enum Position {
        case start, header, inside, betweenMembers, padding, end, failed
    }

    private let format: Format
    private let state: UnsafeMutablePointer<inflate_state>
    private var header: StreamHeader
    private var position = Position.start

    public init(format: Format) {
        self.format = format
        header = StreamHeader(format: format)
        state = .allocate(capacity: 1)
        isal_inflate_init(state)
        rewind()
    }

    deinit { state.deallocate() }

    /// Makes the object ready for another input of the same format.
    public func reset() {
        rewind()
        position = .start
    }

    /// Decodes as much of `input` as fits into `output`.
    ///
    /// Call again with the rest of the input; while `produced` equals the output's size more may be pending, even
    /// when all of the input is consumed. An empty output, or an empty input with nothing pending, is no error.
    ///
    /// - Throws: `ZlibError` of kind `.corrupt`, `.checksum`, `.trailingBytes` or `.unsupported`. What was written to
    ///   `output` is then undefined, and every further call throws until `reset()`.
    public func inflate(
        from input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ZlibError) -> Step {
        var step = (consumed: 0, produced: 0)
        do throws(ZlibError) {
            try run(input, output, &step)
        } catch {
            position = .failed
            throw error
        }
        return Step(consumed: step.consumed, produced: step.produced)
    }

    /// Says that the input has ended.
    ///
    /// - Throws: `ZlibError` of kind `.truncated` unless the input ended with a complete stream.
    public func finish() throws(ZlibError) {
        switch position {
        case .betweenMembers, .padding, .end: return
        case .start: throw ZlibError(.truncated, "the \(name) stream is empty; it needs at least a header")
        case .header, .inside: throw ZlibError(.truncated, "the \(name) stream ends before its last block and checksum")
        case .failed: throw ZlibError(.corrupt, "the \(name) stream was already found to be invalid")
        }
    }

    private func run(
        _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer,
        _ step: inout (consumed: Int, produced: Int)
    ) throws(ZlibError) {
        while true {
            switch position {
            case .failed:
                throw ZlibError(.corrupt, "the \(name) stream was already found to be invalid")
            case .end:
                guard step.consumed == input.count else { throw trailing() }
                return
            case .padding:
                guard input[step.consumed...].allSatisfy({ $0 == 0 }) else { throw trailing() }
                step.consumed = input.count
                return
            case .betweenMembers:
                guard step.consumed < input.count else { return }
                guard input[step.consumed] != 0 else {
                    position = .padding
                    continue
                }
                guard input[step.consumed] == 0x1f else { throw trailing() }
                rewind()
                position = .header
            case .start:
                guard step.consumed < input.count else { return }
                position = .header
            case .header:
                step.consumed += try header.take(input[step.consumed...])
                guard header.isComplete else { return }
                position = .inside
            case .inside:
                let before = step
                try advance(input, output, &step)
                let stuck = before == step
                if position == .inside && (stuck || step.produced == output.count) { return }
            }
        }
    }

    /// One call of the library on what is left of both buffers.
    private func advance(
        _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer,
        _ step: inout (consumed: Int, produced: Int)
    ) throws(ZlibError) {
        // The library counts in 32 bits and only reads through `next_in`.
        let available = Swift.min(input.count - step.consumed, 1 << 30)
        let room = Swift.min(output.count - step.produced, 1 << 30)
        var noInput: UInt8 = 0
        var noOutput: UInt8 = 0
        let status = withUnsafeMutablePointer(to: &noInput) { emptyInput in
            withUnsafeMutablePointer(to: &noOutput) { emptyOutput in
                state.pointee.next_in =
                    input.baseAddress.map {
                        UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self)) + step.consumed
                    } ?? emptyInput
                state.pointee.next_out =
                    output.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) + step.produced } ?? emptyOutput
                state.pointee.avail_in = UInt32(available)
                state.pointee.avail_out = UInt32(room)
                return isal_inflate(state)
            }
        }
        guard status == ISAL_DECOMP_OK else { throw Self.error(status, name) }
        step.consumed += available - Int(state.pointee.avail_in)
        step.produced += room - Int(state.pointee.avail_out)
        if state.pointee.block_state == ISAL_BLOCK_FINISH {
            position = format == .gzip ? .betweenMembers : .end
            // The library reads up to eight bytes ahead; after a zlib trailer it keeps what it took too much.
            if format == .zlib && state.pointee.read_in_length >= 8 { throw trailing() }
        }
    }

    private func rewind() {
        header = StreamHeader(format: format)
        isal_inflate_reset(state)
        state.pointee.crc_flag = UInt32(format == .gzip ? ISAL_GZIP_NO_HDR_VER : ISAL_ZLIB_NO_HDR_VER)
    }

    private var name: String { format == .gzip ? "gzip" : "zlib" }

    private func trailing() -> ZlibError {
        ZlibError(.trailingBytes, "bytes follow the end of the \(name) stream; it should end there")
    }

    private static func error(_ status: Int32, _ name: String) -> ZlibError {
        switch status {
        case ISAL_INVALID_BLOCK: ZlibError(.corrupt, "the \(name) stream has an invalid deflate block")
        case ISAL_INVALID_SYMBOL: ZlibError(.corrupt, "the \(name) stream has an invalid deflate symbol")
        case ISAL_INVALID_LOOKBACK:
            ZlibError(.corrupt, "the \(name) stream refers back to before its beginning (invalid lookback distance)")
        case ISAL_INCORRECT_CHECKSUM:
            ZlibError(.checksum, "the \(name) stream's checksum differs from that of its content")
        default: ZlibError(.corrupt, "the \(name) stream cannot be decoded (igzip status \(status))")
        }
    }
}
