internal import BallastCore
internal import Glibc

/// A file as memory, for reading where it lies. Pages that are given back are read again from the file when needed.
enum MappedFile {
    /// The whole file; read only.
    ///
    /// - Throws: ``InputError`` when it cannot be opened or mapped. A file that is cut short while it is mapped raises
    ///   SIGBUS, which is the command's business.
    static func region(path: String, byteCount: Int) throws -> Region {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw InputError(
                path, "cannot be opened for reading: \(String(cString: strerror(errno)))", isMissingInput: true)
        }
        defer { close(descriptor) }
        let length = max(byteCount, 1)
        guard let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw InputError(path, "cannot be mapped into memory: \(String(cString: strerror(errno)))")
        }
        nonisolated(unsafe) let pointer = start
        return Region(
            start: start, byteCount: byteCount,
            discard: { range in
                let pages = PageSpan.covering(range, of: byteCount)
                if !pages.isEmpty { madvise(pointer + pages.lowerBound, pages.count, MADV_DONTNEED) }
            },
            release: { munmap(pointer, length) })
    }
}
