internal import Dispatch
internal import Synchronization

/// SHA-256 of an input file, which may still be in work: a digest is a chain that one thread follows, while the others
/// go on with the rows. Whoever needs it waits for it.
final class PendingDigest: Sendable {
    private let outcome: Mutex<Result<String, any Error>?>
    private let work = DispatchGroup()

    /// One that is known.
    init(_ hexadecimal: String) { outcome = Mutex(.success(hexadecimal)) }

    /// Of all bytes of a file.
    ///
    /// - Parameter queue: where it is worked out; nil: here and now.
    init(of contents: InputContents, on queue: DispatchQueue?) {
        guard let queue else {
            outcome = Mutex(Result { try contents.hexadecimalHash() })
            return
        }
        outcome = Mutex(nil)
        queue.async(group: work) { [self] in
            let result = Result { try contents.hexadecimalHash() }
            outcome.withLock { $0 = result }
        }
    }

    /// Where the digests of a table's files are worked out, one after the other; nil where there is but one thread.
    static func queue(threads: Int) -> DispatchQueue? { threads > 1 ? DispatchQueue(label: "ballast.hash") : nil }

    /// Lower-case hexadecimal.
    ///
    /// - Throws: ``InputError`` when the file cannot be read, or has changed since it was opened.
    func hexadecimal() throws -> String {
        work.wait()
        guard let result = outcome.withLock({ $0 }) else { preconditionFailure("the work is over") }
        return try result.get()
    }
}

/// One file that was read, whose digest may still be in work.
public struct ReadFile: Sendable {
    /// As the user gave it.
    public var path: String
    /// Bytes on disk.
    public var size: Int
    /// Data rows, dropped ones included; 0 for a file of labels and for an embedding.
    public var rows: Int
    let digest: PendingDigest

    init(_ contents: InputContents, rows: Int, digest: PendingDigest) {
        (path, size) = (contents.path, contents.size)
        self.rows = rows
        self.digest = digest
    }

    /// The same with its digest, which is waited for.
    package func hashed() throws -> InputFile {
        InputFile(path: path, size: size, rows: rows, sha256: try digest.hexadecimal())
    }
}
