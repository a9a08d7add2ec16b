/// No label was named, and one is needed (exit code 64).
public struct MissingLabel: Error, Equatable, CustomStringConvertible, Sendable {
    /// The columns that could be meant; empty for arrays.
    public var columns: [String]

    public var description: String {
        columns.isEmpty
            ? "no labels given; name their file with --labels"
            : "no label column given; name one with --label: \(columns.joined(separator: ", "))"
    }
}
