/// A point on the segment from a row to one of its k nearest rows of the same class.
///
/// Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE: Synthetic Minority Over-sampling Technique", JAIR 16, 2002. One step per
/// row (the paper's text; its pseudo-code draws one per attribute), bases evenly instead of at random. A class of one row
/// gives copies.
public struct SMOTE: SynthesisMethod {
    public static let name = "smote"
    public static let search = SearchKind.sameClass
    public static let summary = MethodSummary(
        base: "every row of the class, equally often",
        partner: "one of the k nearest rows of the class",
        step: "U(0, 1)",
        label: "the base's class",
        paper: "Chawla, Bowyer, Hall and Kegelmeyer, JAIR 16, 2002",
        differences:
            "imbalanced-learn draws base and neighbour together, so some rows are never a base: here bases are "
            + "even, the same expectation with less variance. It fails with fewer than k + 1 rows: here the "
            + "neighbours there are, with a notice. One step for the row as there and in the paper's text; the "
            + "paper's pseudo-code has one for each attribute")

    /// k, at least 1.
    public var neighbors = 5
    /// How neighbours decide nominal values.
    public var nominalVote = NominalVote.mode

    public init() {}

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        return NeighborSampler(
            context, bases: EvenBases(context),
            partners: try NeighborPartners(
                context, ofClasses: context.growingClasses, among: { _ in .sameClass }, k: neighbors),
            step: .uniform, vote: nominalVote)
    }
}
