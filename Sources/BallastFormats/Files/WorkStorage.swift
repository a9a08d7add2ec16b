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
        if total <= memoryLimit { return try map(name, byteCount, -1, MAP_PRIVATE | MAP_ANONYMOUS) { _ in } }
        inMemory.wrappingSubtract(length, ordering: .relaxed)
        return try mapFile(name, byteCount)
    }

    private func mapFile(_ name: String, _ byteCount: Int) throws -> Region {
        try FileSystem.makeDirectory(directory)
        let path = directory + "/" + name
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileSystemError("create '\(path)'", isCreation: true) }
        defer { close(descriptor) }
        // Reserved now: a full disk is an error here, not a SIGBUS later.
        let code = posix_fallocate(descriptor, 0, max(byteCount, 1))
        guard code == 0 else { throw FileSystemError("reserve \(byteCount) bytes in '\(path)'", code: code) }
        // Nobody else needs the name, and a killed run leaves nothing behind.
        unlink(path)
        return try map(name, byteCount, descriptor, MAP_SHARED) { span in
            madvise(span.baseAddress, span.count, MADV_DONTNEED)
        }
    }

    private func map(
        _ name: String, _ byteCount: Int, _ descriptor: Int32, _ flags: Int32,
        discard: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
    ) throws -> Region {
        let length = max(byteCount, 1)
        guard let start = mmap(nil, length, PROT_READ | PROT_WRITE, flags, descriptor, 0), start != MAP_FAILED else {
            throw FileSystemError("map \(byteCount) bytes for '\(name)'")
        }
        if descriptor < 0 { madvise(start, length, MADV_HUGEPAGE) }
        nonisolated(unsafe) let pointer = start
        return Region(
            start: start, byteCount: byteCount,
            discard: { range in
                let pages = PageSpan.covering(range, of: byteCount)
                discard(UnsafeMutableRawBufferPointer(start: pointer + pages.lowerBound, count: pages.count))
            },
            release: { munmap(pointer, length) })
    }
}
