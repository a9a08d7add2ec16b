internal import CZlib

/// Makes zlib streams of chunks, as HDF5's deflate filter (alone, or after its byte shuffle) reads them.
///
/// One object serves one thread at a time and keeps its memory between chunks. The bytes it makes depend on the chunk
/// and the settings alone: not on the CPU, the thread, or what was compressed before.
public final class Deflate {
    /// 0 none, 1 fast … 9 smallest. A larger level never gives a larger output and is slower.
    public let level: Int

    var shuffled: [UInt8] = []
    private let library: Library

    /// - Parameter level: 0…9.
    /// - Throws: `ZlibError` of kind `.refused` for any other level.
    public init(level: Int = 1) throws(ZlibError) {
        guard (0...9).contains(level) else {
            throw ZlibError(
                .refused, "compression level '\(level)' is out of range; it must be 0 (none) to 9 (smallest)")
        }
        self.level = level
        library = try Library(level: level)
    }

    /// Compresses one chunk into one zlib stream.
    ///
    /// - Parameters:
    ///   - chunk: whole elements.
    ///   - elementSize: bytes per element, 1 or more.
    ///   - shuffle: whether the reader undoes HDF5's byte shuffle after inflating.
    ///   - stream: replaced by the stream; its capacity is kept.
    /// - Throws: `ZlibError` of kind `.refused` if the chunk is not a whole number of elements.
    public func compress(
        _ chunk: UnsafeRawBufferPointer, elementSize: Int, shuffle: Bool, into stream: inout [UInt8]
    ) throws(ZlibError) {
        guard elementSize > 0, chunk.count % elementSize == 0 else {
            throw ZlibError(
                .refused, "a chunk of \(chunk.count) bytes is not a whole number of elements of \(elementSize) bytes")
        }
        if shuffle && elementSize > 1 {
            if shuffled.count < chunk.count { shuffled = [UInt8](repeating: 0, count: chunk.count) }
            var failure: ZlibError?
            shuffled.withUnsafeMutableBytes { room in
                let planes = UnsafeMutableRawBufferPointer(rebasing: room[..<chunk.count])
                ByteShuffle.shuffle(chunk, elementSize: elementSize, into: planes)
                do throws(ZlibError) {
                    try library.compress(UnsafeRawBufferPointer(planes), into: &stream)
                } catch { failure = error }
            }
            if let failure { throw failure }
        } else {
            try library.compress(chunk, into: &stream)
        }
    }
}
