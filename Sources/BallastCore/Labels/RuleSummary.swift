/// What a label rule does, as the table of rules in the documentation says it; each field is a phrase on one line.
public struct RuleSummary: Sendable {
    /// What becomes of a label q.
    public var label: String
    /// Who published it, where and when.
    public var paper: String
    /// Where it differs from which paper or implementation, and why.
    public var differences: String

    public init(label: String, paper: String, differences: String) {
        (self.label, self.paper, self.differences) = (label, paper, differences)
    }
}
