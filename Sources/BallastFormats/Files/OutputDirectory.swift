import Glibc

/// OUT: the directory of the data set. It appears, or is replaced, in one step.
package struct OutputDirectory: Sendable {
    /// As the user gave it.
    package let path: String
    /// The directory it stands in, absolute.
    package let parent: String
    package let name: String

    package static let manifestName = "manifest.json"
    package static let runName = "run.json"

    /// The absolute path of a file of the data set.
    package func file(_ name: String) -> String { absolute + "/" + name }

    private var absolute: String { parent == "/" ? "/" + name : parent + "/" + name }

    /// Makes the directory that `path` stands in, if need be.
    ///
    /// - Throws: ``FileSystemError`` if it cannot be made.
    package init(_ path: String) throws {
        self.path = path
        var trimmed = path
        while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
        // An existing output may be reached through links or as `.`; what is replaced is the directory itself.
        if let real = realpath(trimmed, nil) {
            defer { free(real) }
            trimmed = String(cString: real)
        }
        let slash = trimmed.lastIndex(of: "/")
        let folder = slash.map { $0 == trimmed.startIndex ? "/" : String(trimmed[..<$0]) } ?? "."
        try FileSystem.makeDirectories(folder)
        guard let real = realpath(folder, nil) else {
            throw FileSystemError("create '\(path)'", isCreation: true)
        }
        defer { free(real) }
        parent = String(cString: real)
        name = slash.map { String(trimmed[trimmed.index(after: $0)...]) } ?? trimmed
    }

    /// Refuses to replace anything but a ballast data set.
    ///
    /// - Throws: ``OutputConflict`` naming the first foreign file, unless `force`.
    package func checkReplaceable(force: Bool) throws {
        guard let status = FileSystem.status(absolute) else { return }
        guard status.isDirectory else {
            throw OutputConflict("'\(path)' is a file; name a directory that is absent, empty or a ballast data set")
        }
        guard !force, let foreign = try FileSystem.names(in: absolute)?.first(where: { !Self.isOwn($0) }) else {
            return
        }
        throw OutputConflict(
            "'\(path)' holds '\(foreign)', which is no file of a ballast data set; "
                + "name another directory or overrule with --force")
    }

    /// Whether a file name is one that ballast writes.
    static func isOwn(_ name: String) -> Bool {
        // A run that was killed while it renewed its record leaves the temporary file.
        if [manifestName, runName, runName + ".tmp"].contains(name) { return true }
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, ["train", "validation", "test"].contains(parts[0]), parts[1].hasSuffix(".h5") else {
            return false
        }
        let number = parts[1].dropLast(3)
        return number.count >= 5 && number.allSatisfy { ("0"..."9").contains($0) }
    }

    /// Puts the finished set in place of whatever stands there, in one step, and removes the old one.
    package func publish(_ stage: String, replaced: String) throws {
        try FileSystem.synchronize(stage)
        if FileSystem.status(absolute) == nil {
            try FileSystem.rename(stage, to: absolute)
        } else if try FileSystem.exchange(stage, absolute) {
            try FileSystem.remove(stage)
        } else {
            try FileSystem.rename(absolute, to: replaced)
            try FileSystem.rename(stage, to: absolute)
            try FileSystem.remove(replaced)
        }
        try FileSystem.synchronize(parent)
    }
}
