import CLinux
import Glibc

/// `.NAME.ballast` beside the output: staged shards and tables, locked by one process, gone after success.
///
/// On the same file system as the output, so that a finished set is published by one rename; not inside it, because make,
/// DVC and Snakemake empty output directories.
package final class WorkDirectory: Sendable {
    package let path: String
    /// Where finished shards wait for the whole set.
    package var stage: String { path + "/stage" }
    /// Where a finished shard is noted.
    var finishedNotes: String { path + "/finished" }
    private let lock: Int32

    /// Creates the directory if need be and locks it.
    ///
    /// - Throws: ``OutputConflict`` naming the process that holds the lock; ``FileSystemError``.
    package init(beside output: OutputDirectory) throws {
        path = output.parent + "/." + output.name + ".ballast"
        lock = try Self.takeLock(in: path, for: output)
        try makeStage()
    }

    deinit { close(lock) }

    /// Makes sure that what is staged belongs to `identity`: work of another identity is thrown away.
    package func adopt(identity: String) throws {
        if try FileSystem.read(path + "/identity") == identity { return }
        try disown()
        try FileSystem.remove(stage)
        try makeStage()
        try FileSystem.write(identity, to: path + "/identity")
    }

    /// It becomes the output, so others may look into it as far as the user's mask lets them; until then they cannot
    /// get past the directory that it stands in.
    private func makeStage() throws { try FileSystem.makeDirectories(stage) }

    /// Forgets whose work is staged, so that no later run takes up the shards that stand there: once the sets are
    /// exchanged they are those of the old one.
    package func disown() throws {
        try FileSystem.remove(path + "/identity")
        try FileSystem.remove(finishedNotes)
    }

    /// Removes the directory if there is nothing in it from which a later run could go on.
    package func removeIfUnused() {
        if let staged = try? FileSystem.names(in: stage), staged.isEmpty { try? remove() }
    }

    /// Removes the directory; the lock is held until the last.
    package func remove() throws {
        for name in try FileSystem.names(in: path) ?? [] where name != "lock" {
            try FileSystem.remove(path + "/" + name)
        }
        try FileSystem.remove(path)
    }

    private static func takeLock(in directory: String, for output: OutputDirectory) throws -> Int32 {
        let path = directory + "/lock"
        while true {
            try FileSystem.makeDirectory(directory)
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw FileSystemError("create '\(path)'", isCreation: true) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let holder = (try? FileSystem.read(path)) ?? ""
                close(descriptor)
                throw OutputConflict(
                    "'\(output.path)' is being written by process \(holder.isEmpty ? "?" : holder); "
                        + "wait for it or write elsewhere")
            }
            // The holder before may have removed the file since it was opened: then this locks nobody out.
            guard isNamed(path, descriptor) else {
                close(descriptor)
                continue
            }
            let pid = "\(getpid())"
            ftruncate(descriptor, 0)
            _ = pid.withCString { pwrite(descriptor, $0, strlen($0), 0) }
            return descriptor
        }
    }

    /// Whether `path` still leads to the open file.
    private static func isNamed(_ path: String, _ descriptor: Int32) -> Bool {
        var (opened, named) = (stat(), stat())
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }
}
