import CLinux
import Glibc

/// Size, time and inode of a file: equal ones mean, as make has it, an unchanged file.
package struct FileStatus: Equatable, Sendable {
    package var size: Int64
    /// Nanoseconds since 1970.
    package var modified: Int64
    package var inode: UInt64
    package var isDirectory: Bool

    init(_ status: stat) {
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        inode = UInt64(status.st_ino)
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
    }
}

/// The few file operations that publishing a data set safely needs, each with an error that names the file.
package enum FileSystem {
    package static func makeDirectory(_ path: String) throws {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw FileSystemError("create '\(path)'", isCreation: true)
    }

    /// Makes a directory and those that it stands in, with the permissions that the user's mask leaves.
    package static func makeDirectories(_ path: String) throws {
        if let found = status(path) {
            if found.isDirectory { return }
            throw FileSystemError("create a directory in '\(path)'", code: ENOTDIR, isCreation: true)
        }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try makeDirectories(String(path[..<slash])) }
        guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
        throw FileSystemError("create '\(path)'", isCreation: true)
    }

    /// Opens a file without a name for reading and writing, in a directory that is made if need be: no other process can
    /// open it, and a killed run leaves nothing behind.
    static func namelessFile(in directory: String) throws -> Int32 {
        try makeDirectory(directory)
        let nameless = open(directory, __O_TMPFILE | O_RDWR | O_CLOEXEC, 0o600)
        if nameless >= 0 { return nameless }
        // Not every file system has such files; elsewhere it has a name that nobody else has, for a moment.
        let placeholder = String(repeating: "X", count: 6)
        var path = Array((directory + "/ballast-" + placeholder).utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw FileSystemError("create a file in '\(directory)'", isCreation: true) }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    /// The names in a directory, sorted by bytes; nil if there is no such directory.
    package static func names(in path: String) throws -> [String]? {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return nil }
            throw FileSystemError("read '\(path)'")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// What the system knows of a file or directory, links followed; nil if there is none.
    package static func status(_ path: String) -> FileStatus? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileStatus(status)
    }

    /// Removes a file or a whole directory; one that is not there is no error.
    package static func remove(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            for name in try names(in: path) ?? [] { try remove(path + "/" + name) }
            if rmdir(path) != 0 { throw FileSystemError("remove '\(path)'") }
        } else if unlink(path) != 0 {
            throw FileSystemError("remove '\(path)'")
        }
    }

    package static func rename(_ from: String, to: String) throws {
        if Glibc.rename(from, to) != 0 { throw FileSystemError("rename '\(from)' to '\(to)'") }
    }

    /// Exchanges two names in one step; false where the file system cannot.
    package static func exchange(_ first: String, _ second: String) throws -> Bool {
        if linux_exchange_names(first, second) == 0 { return true }
        if errno == EINVAL || errno == ENOSYS { return false }
        throw FileSystemError("exchange '\(first)' and '\(second)'")
    }

    /// Makes a file's or directory's contents durable.
    package static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw FileSystemError("open '\(path)'") }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw FileSystemError("synchronize '\(path)'") }
    }

    /// Writes a whole file durably under a temporary name, then gives it its own.
    package static func write(_ text: String, to path: String) throws {
        let temporary = path + ".tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw FileSystemError("create '\(temporary)'", isCreation: true) }
        defer { close(descriptor) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw FileSystemError("write '\(temporary)'")
            }
            bytes = bytes.dropFirst(written)
        }
        if fsync(descriptor) != 0 { throw FileSystemError("synchronize '\(temporary)'") }
        try rename(temporary, to: path)
    }

    /// The text of a small file; nil if there is none.
    package static func read(_ path: String) throws -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileSystemError("open '\(path)'")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileSystemError("read '\(path)'")
            }
            bytes += block[..<count]
        }
    }
}
