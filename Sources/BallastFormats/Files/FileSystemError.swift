import Glibc

/// The system refused something that was asked of it.
public struct FileSystemError: Error, CustomStringConvertible, Sendable {
    /// What was being done: `create 'out/train-00000.h5'`.
    public var operation: String
    /// The system's number, `errno`.
    public var code: Int32
    /// Nothing could be made at the place asked for (exit code 73), as against a failing read or write (74).
    public var isCreation: Bool

    /// - Parameter code: nil: the thread's last error.
    public init(_ operation: String, code: Int32? = nil, isCreation: Bool = false) {
        self.operation = operation
        self.code = code ?? errno
        self.isCreation = isCreation
    }

    public var description: String { "cannot \(operation): \(String(cString: strerror(code)))" }
}

/// Something is in the way of the output (exit code 73).
public struct OutputConflict: Error, Equatable, CustomStringConvertible, Sendable {
    public var description: String
    public init(_ description: String) { self.description = description }
}
