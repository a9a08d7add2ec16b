/// The HDF5 library refused, or a file does not hold what was asked for.
///
/// Reads as `cannot open 'x.h5': unable to open file: … 'No such file or directory' … (H5FD__sec2_open)`: what was being
/// done, the outermost call's message, the root cause, and the library's function that met it.
public struct HDF5Error: Error, Equatable, CustomStringConvertible, Sendable {
    /// What a caller may want to tell apart; everything else is in the words.
    public enum Kind: Equatable, Sendable {
        /// There is no file at the path.
        case missingFile
        /// The file exists and does not start as an HDF5 file does.
        case notHDF5
        /// The file has no data set or attribute of that name.
        case missingObject
        /// The file holds something that this package does not read.
        case unsupported
        /// The library failed: damage, a full disk, no permission; the words tell.
        case library
    }

    public var kind: Kind
    /// What was being done, to be read after "cannot": `open 'x.h5'`.
    public var operation: String
    /// The outermost call's message, or what was found and what would be right.
    public var problem: String
    /// The message of the innermost failure; nil where the library was not involved.
    public var rootCause: String?
    /// The library's function that met the root cause.
    public var function: String?

    /// A problem found by this package rather than by the library.
    init(_ kind: Kind, operation: String, problem: String) {
        self.kind = kind
        self.operation = operation
        self.problem = problem
    }

    init(operation: String, frames: [ErrorStack.Frame]) {
        self.init(.library, operation: operation, problem: frames.first?.message ?? "the library gave no reason")
        rootCause = frames.last?.message
        function = frames.last?.function
    }

    public var description: String {
        var text = "cannot \(operation): "
        if let rootCause {
            // The root cause often begins with the outermost message.
            text += rootCause.hasPrefix(problem) ? rootCause : "\(problem): \(rootCause)"
        } else {
            text += problem
        }
        return function.map { "\(text) (\($0))" } ?? text
    }
}
