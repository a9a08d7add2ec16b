import BallastFormats
import Foundation

/// Files as a recipe names them: one path or glob, or a list of them; `-` is standard input.
public struct InputPaths: Hashable, Sendable, Codable {
    /// Paths and globs in order, as the user wrote them; empty where none were named.
    public var patterns: [String]

    public init(_ patterns: [String] = []) { self.patterns = patterns }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let pattern = try? container.decode(String.self) {
            patterns = [pattern]
        } else {
            patterns = try container.decode([String].self)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(patterns)
    }

    /// The files, in the order of the patterns; those of a glob sorted by the bytes of their path.
    ///
    /// A file whose name looks like a glob but exists is that file.
    ///
    /// - Parameters: `folder` is put before relative paths; empty for the current folder.
    /// - Throws: `InputError` for a glob without a match.
    public func files(relativeTo folder: String) throws -> [String] {
        try patterns.flatMap { pattern in
            let path = Self.path(pattern, relativeTo: folder)
            guard pattern != "-", pattern.contains(where: { "*?[".contains($0) }),
                !FileManager.default.fileExists(atPath: path)
            else { return [path] }
            // The folder is a name, whatever characters it has.
            let matches = Self.matches(of: Self.path(pattern, relativeTo: Self.escaped(folder)))
            if !matches.isEmpty { return matches }
            throw InputError(path, "no file matches; name a file, or a pattern that fits one", isMissingInput: true)
        }
    }

    static func path(_ name: String, relativeTo folder: String) -> String {
        let isWhole = name == "-" || name.hasPrefix("/") || folder.isEmpty
        return isWhole ? name : folder + (folder.hasSuffix("/") ? "" : "/") + name
    }

    private static func escaped(_ name: String) -> String {
        name.reduce(into: "") { $0 += ("*?[\\".contains($1) ? "\\" : "") + String($1) }
    }

    private static func matches(of pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
        let paths = (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
