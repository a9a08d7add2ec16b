/// The data is wrong (exit code 65), or an input is not there (66).
///
/// Reads as `file:line:column: problem`; the problem says what would be right.
public struct InputError: Error, Equatable, CustomStringConvertible, Sendable {
    /// As the user gave it.
    public var file: String
    /// From 1; nil where the format has no lines.
    public var line: Int?
    /// From 1, counted in fields for text.
    public var column: Int?
    /// What is wrong and what would be right.
    public var problem: String
    /// The file does not exist or cannot be opened for reading.
    public var isMissingInput: Bool

    public init(_ file: String, line: Int? = nil, column: Int? = nil, _ problem: String, isMissingInput: Bool = false) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
        self.isMissingInput = isMissingInput
    }

    public var description: String {
        let place = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
        return "\(place): \(problem)"
    }
}
