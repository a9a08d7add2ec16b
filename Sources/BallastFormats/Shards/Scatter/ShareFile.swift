import Glibc
import Synchronization

/// A nameless file that shares are appended to, from many threads.
final class ShareFile: Sendable {
    private let descriptor: Int32
    private let directory: String
    private let length = Atomic<Int64>(0)

    /// - Throws: ``FileSystemError`` where no file can be made in `directory`.
    init(in directory: String) throws {
        self.directory = directory
        descriptor = try FileSystem.namelessFile(in: directory)
    }

    deinit { close(descriptor) }

    /// Appends bytes and says where they start.
    func append(_ bytes: UnsafeRawBufferPointer) throws -> Int64 {
        let start = length.wrappingAdd(Int64(bytes.count), ordering: .relaxed).oldValue
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(start) + off_t(done))
            if written < 0 && errno != EINTR { throw FileSystemError("write to '\(directory)'") }
            done += max(written, 0)
        }
        return start
    }

    /// Reads what was appended at `start`.
    func read(at start: Int64, into bytes: UnsafeMutableRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(start) + off_t(done))
            if count == 0 { throw FileSystemError("read back what was written to '\(directory)'", code: EIO) }
            if count < 0 && errno != EINTR { throw FileSystemError("read from '\(directory)'") }
            done += max(count, 0)
        }
    }
}
