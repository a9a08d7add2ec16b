/// A span of bytes that somebody outside the core owns: plain memory, or a mapped file.
///
/// The core reads and writes through the pointer and says when it no longer needs the pages (``discard(_:)``); whoever
/// made the region knows how to give them back. The bytes live as long as the region.
public final class Region: @unchecked Sendable {
    // Sendable: the pointer and the length never change; writers divide the bytes among themselves.
    /// What one touch of a mapped file brings in at most: all of the piece of the page cache that it falls into, and those
    /// are aligned and at most as large as a huge page.
    package static let mostTouchedBytes = 2 << 20

    /// Where the bytes begin.
    public let start: UnsafeMutableRawPointer
    /// How many there are.
    public let byteCount: Int
    private let discardPages: @Sendable (Range<Int>) -> Void
    private let release: @Sendable () -> Void

    public init(
        start: UnsafeMutableRawPointer, byteCount: Int,
        discard: @escaping @Sendable (Range<Int>) -> Void = { _ in },
        release: @escaping @Sendable () -> Void
    ) {
        self.start = start
        self.byteCount = byteCount
        self.discardPages = discard
        self.release = release
    }

    deinit { release() }

    /// Gives the pages of `bytes` back to the system; their contents stay readable (from the file).
    public func discard(_ bytes: Range<Int>) { discardPages(bytes) }

    /// Gives every page back.
    public func discard() { discardPages(0..<byteCount) }
}

/// Where arrays that grow with the number of rows live.
///
/// The command hands in its work directory (files, mapped); tests and small programs use ``MemoryStorage``.
public protocol Storage: Sendable {
    /// A zeroed region of `byteCount` bytes. `name` is made of letters, digits, `-` and `.`; a name given again means another
    /// region, but two threads must not give the same one at a time.
    func makeRegion(named name: String, byteCount: Int) throws -> Region
}

/// Storage in plain memory.
public struct MemoryStorage: Storage {
    public init() {}

    public func makeRegion(named name: String, byteCount: Int) -> Region {
        let start = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
        start.initializeMemory(as: UInt8.self, repeating: 0, count: max(byteCount, 1))
        nonisolated(unsafe) let pointer = start
        return Region(start: start, byteCount: byteCount, release: { pointer.deallocate() })
    }
}
