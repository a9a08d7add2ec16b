internal import BallastCore
internal import Glibc

/// Bytes from the first to the last, once.
protocol ByteSource: AnyObject {
    /// Reads up to `buffer.count` bytes; 0 means the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
    /// The bytes on disk behind what has been read since the last call, to be hashed; nil where they are what was read.
    func takePacked() -> [[UInt8]]?
}

extension ByteSource {
    func takePacked() -> [[UInt8]]? { nil }

    /// Reads until the buffer is full or the source ends.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var count = 0
        while count < buffer.count {
            let read = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            if read == 0 { break }
            count += read
        }
        return count
    }

    func readAll(upTo limit: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = try fill(UnsafeMutableRawBufferPointer(buffer))
        }
    }
}

/// A file, or whatever else a descriptor leads to.
final class FileSource: ByteSource {
    private let path: String
    private let descriptor: Int32
    private let closes: Bool

    init(path: String, descriptor: Int32, closes: Bool = true) {
        self.path = path
        self.descriptor = descriptor
        self.closes = closes
    }

    deinit { if closes { close(descriptor) } }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw FileSystemError("read '\(path)'") }
        }
    }
}

/// Bytes that lie in regions, one after the other.
final class RegionSource: ByteSource {
    private let regions: [Region]
    private let byteCount: Int
    private var position = 0

    init(_ regions: [Region], byteCount: Int) {
        self.regions = regions
        self.byteCount = byteCount
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var offset = position
        for region in regions {
            if offset >= region.byteCount {
                offset -= region.byteCount
                continue
            }
            let count = min(buffer.count, region.byteCount - offset, byteCount - position)
            guard count > 0, let target = buffer.baseAddress else { return 0 }
            target.copyMemory(from: region.start + offset, byteCount: count)
            region.discard(offset..<offset + count)
            position += count
            return count
        }
        return 0
    }
}
