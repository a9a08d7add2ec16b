/// Makes zlib streams of chunks, as HDF5's deflate filter (alone, or after its byte shuffle) reads them.
///
/// One object serves one thread at a time and keeps its memory between chunks. The bytes it makes depend on the chunk
/// and the settings alone: not on the CPU, the thread, or what was compressed before.
public final class Deflate {
    /// 0 none, 1 fast … 9 smallest.
    public let level: Int

    private let path: KernelPath
    private var shuffled: [UInt8] = []
    private var planes: PlaneEncoder
    private let library: Library?
    private var other: [UInt8] = []

    /// - Parameter level: 0…9.
    /// - Throws: `ZlibError` of kind `.refused` for any other level.
    public convenience init(level: Int = 1) throws(ZlibError) {
        try self.init(level: level, path: .fastest)
    }

    package init(level: Int, path: KernelPath) throws(ZlibError) {
        guard (0...9).contains(level) else {
            throw ZlibError(
                .refused, "compression level '\(level)' is out of range; it must be 0 (none) to 9 (smallest)")
        }
        self.level = level
        self.path = path
        planes = PlaneEncoder(path: path)
        library = level == 1 ? nil : try Library(level: level)
    }

    /// Compresses one chunk into one zlib stream.
    ///
    /// - Parameters:
    ///   - chunk: whole elements.
    ///   - elementSize: bytes per element, 1 or more.
    ///   - shuffle: whether the reader undoes HDF5's byte shuffle after inflating.
    ///   - stream: replaced by the stream.
    /// - Throws: `ZlibError` of kind `.refused` if the chunk is not a whole number of elements.
    public func compress(
        _ chunk: UnsafeRawBufferPointer, elementSize: Int, shuffle: Bool, into stream: inout [UInt8]
    ) throws(ZlibError) {
        guard elementSize > 0, chunk.count % elementSize == 0, chunk.count < 1 << 30 else {
            throw ZlibError(
                .refused,
                "a chunk of \(chunk.count) bytes in elements of \(elementSize) cannot be compressed; "
                    + "it must be under 1 GiB and hold whole elements"
            )
        }
        guard shuffle && elementSize > 1 else {
            return try write(chunk.bindMemory(to: UInt8.self), planeSize: chunk.count, into: &stream)
        }
        // Taken out while in use: `write` needs the whole object.
        var room = shuffled
        shuffled = []
        defer { shuffled = room }
        if room.count < chunk.count { room = [UInt8](repeating: 0, count: chunk.count) }
        let outcome = room.withUnsafeMutableBytes { room in
            let planes = UnsafeMutableRawBufferPointer(rebasing: room[..<chunk.count])
            ByteShuffle.shuffle(chunk, elementSize: elementSize, into: planes, path: path)
            let bytes = UnsafeBufferPointer(planes.assumingMemoryBound(to: UInt8.self))
            return Result { () throws(ZlibError) in
                try write(bytes, planeSize: chunk.count / elementSize, into: &stream)
            }
        }
        try outcome.get()
    }

    private func write(
        _ bytes: UnsafeBufferPointer<UInt8>, planeSize: Int, into stream: inout [UInt8]
    ) throws(ZlibError) {
        guard let library else { return planes.compress(bytes, planeSize: planeSize, into: &stream) }
        try library.compress(UnsafeRawBufferPointer(bytes), into: &stream)
        guard level > 1 else { return }
        planes.compress(bytes, planeSize: planeSize, into: &other)
        if other.count < stream.count { swap(&other, &stream) }
    }
}
