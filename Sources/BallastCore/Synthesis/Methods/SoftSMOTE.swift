/// A point on the segment from a row to one of its k nearest training rows of any class, labelled by its share of both.
///
/// A reconstruction of the method that "From SMOTE to Mixup for Deep Imbalanced Classification" (arXiv 2308.15457) names
/// but whose pair rule is not public: quota as SMOTE, partner among all rows, step U(0, 1), label the parents' mixture.
public struct SoftSMOTE: SynthesisMethod {
    public static let name = "soft-smote"
    public static let search = SearchKind.training
    public static let summary = MethodSummary(
        base: "every row of the class, equally often",
        partner: "one of the k nearest training rows of any class",
        step: "U(0, 1)",
        label: "the mixture of both: the base's class has 1 − λ",
        paper: "named by Cheng, Mai and Lin, 2023 (arXiv 2308.15457)",
        differences: "a reconstruction: the paper's rule for pairs is not public and its code has no such method")

    /// k, at least 1.
    public var neighbors = 5
    /// How neighbours decide nominal values.
    public var nominalVote = NominalVote.mode

    public init() {}

    public var listedNeighbors: Int { neighbors }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.reportEqual(context, ofClasses: context.growingClasses, k: neighbors)
        return NeighborSampler(
            context, bases: EvenBases(context),
            partners: try NeighborPartners(
                context, ofClasses: context.growingClasses, among: { _ in .training }, k: neighbors),
            step: .uniform, vote: nominalVote)
    }
}
