import Glibc

/// Where files go that nothing has to find again.
enum TemporaryFolder {
    /// `TMPDIR`, else `/tmp`.
    static var path: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }
}
