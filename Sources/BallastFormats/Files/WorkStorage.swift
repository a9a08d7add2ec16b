public import BallastCore
import Glibc
import Synchronization

/// Arrays as long as the input: in memory while they are few, in mapped files of a directory beyond that.
public final class WorkStorage: Storage {
    private let directory: String
    private let memoryLimit: Int
    private let inMemory = Atomic<Int>(0)

    /// - Parameters:
    ///   - directory: made when the first file is needed.
    ///   - memoryLimit: bytes of all regions together that may stand in plain memory.
    public init(directory: String, memoryLimit: Int) {
        self.directory = directory
        self.memoryLimit = memoryLimit
    }

    public func makeRegion(named name: String, byteCount: Int) throws -> Region {
        let length = max(byteCount, 1)
        let total = inMemory.wrappingAdd(length, ordering: .relaxed).newValue
        if total <= memoryLimit { return try map(name, byteCount, -1, MAP_PRIVATE | MAP_ANONYMOUS) }
        inMemory.wrappingSubtract(length, ordering: .relaxed)
        return try mapFile(name, byteCount)
    }

    private func mapFile(_ name: String, _ byteCount: Int) throws -> Region {
        let descriptor = try FileSystem.namelessFile(in: directory)
        defer { close(descriptor) }
        // Reserved now: a full disk is an error here, not a SIGBUS later.
        let code = posix_fallocate(descriptor, 0, max(byteCount, 1))
        guard code == 0 else { throw FileSystemError("reserve \(byteCount) bytes in '\(directory)'", code: code) }
        return try map(name, byteCount, descriptor, MAP_SHARED)
    }

    /// - Parameter descriptor: of a file; −1: plain memory, which counts until it is released.
    private func map(_ name: String, _ byteCount: Int, _ descriptor: Int32, _ flags: Int32) throws -> Region {
        let length = max(byteCount, 1)
        guard let start = mmap(nil, length, PROT_READ | PROT_WRITE, flags, descriptor, 0), start != MAP_FAILED else {
            throw FileSystemError("map \(byteCount) bytes for '\(name)'")
        }
        let isFile = descriptor >= 0
        if !isFile { madvise(start, length, MADV_HUGEPAGE) }
        nonisolated(unsafe) let pointer = start
        return Region(
            start: start, byteCount: byteCount,
            discard: { range in
                let pages = PageSpan.covering(range, of: byteCount)
                if isFile, !pages.isEmpty { madvise(pointer + pages.lowerBound, pages.count, MADV_DONTNEED) }
            },
            release: {
                munmap(pointer, length)
                if !isFile { self.inMemory.wrappingSubtract(length, ordering: .relaxed) }
            })
    }
}
