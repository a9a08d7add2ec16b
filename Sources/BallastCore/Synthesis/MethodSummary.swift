/// What a method does, as the table of methods in the documentation says it.
///
/// Each field is a phrase on one line, in the words of the field, with a paper's symbols where it has some; λ is the
/// partner's share of the row. The default settings are not repeated here: the table takes them from the method.
public struct MethodSummary: Sendable {
    /// Which rows are the first parent, and how often.
    public var base: String
    /// What the second parent is; "none" for copies.
    public var partner: String
    /// The law of λ.
    public var step: String
    /// What the label is before the recipe's own rules.
    public var label: String
    /// Who published it, where and when.
    public var paper: String
    /// Where it differs from which paper or implementation, and why.
    public var differences: String

    public init(
        base: String, partner: String, step: String, label: String, paper: String, differences: String
    ) {
        (self.base, self.partner, self.step) = (base, partner, step)
        (self.label, self.paper, self.differences) = (label, paper, differences)
    }
}
