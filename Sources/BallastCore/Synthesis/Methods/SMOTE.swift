/// A point on the segment from a row to one of its k nearest rows of the same class.
///
/// Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE: Synthetic Minority Over-sampling Technique", JAIR 16, 2002. One step per
/// row (the paper's text; its pseudo-code draws one per attribute), bases evenly instead of at random. A class of one row
/// gives copies.
///
/// Rows between neighbours spread less than their class. `step` and `match` correct that for numeric columns; whole-number
/// columns are then clipped to their range, other values may leave it.
public struct SMOTE: SynthesisMethod {
    public static let name = "smote"
    public static let search = SearchKind.sameClass
    public static let summary = MethodSummary(
        base: "every row of the class, equally often",
        partner: "one of the k nearest rows of the class",
        step: "U(0, 1); extended: U(−e, 1 + e) with e by class; structure-preserving: Beta(α, α) on [−ε, 1 + ε]",
        label: "the base's class",
        paper: "Chawla, Bowyer, Hall and Kegelmeyer, JAIR 16, 2002",
        differences:
            "imbalanced-learn draws base and neighbour together, so some rows are never a base: here bases are "
            + "even, the same expectation with less variance. It fails with fewer than k + 1 rows: here the "
            + "neighbours there are, with a notice. One step for the row as there and in the paper's text; the "
            + "paper's pseudo-code has one for each attribute. The corrections of the spread (step, match) are not "
            + "the paper's: structure-preserving is Lee, Im and Kim, arXiv 2503.02645, 2025")

    /// k, at least 1.
    public var neighbors = 5
    /// How neighbours decide nominal values.
    public var nominalVote = NominalVote.mode
    /// The law of λ.
    public var step = SpreadStep.uniform
    /// The largest e of the extended step, 0 to 2; (√3 − 1)/2 is right for pairs of any two rows of a class.
    public var maximumExtension = 0.37
    /// α of the structure-preserving step, 0.000001 to 1000.
    public var alpha = 1.0
    /// What is done to the rows so that they keep what their class has.
    public var match = Match.none

    /// What rows are changed to keep.
    public enum Match: String, Codable, CaseIterable, Sendable {
        case none
        /// Mean and standard deviation of each numeric column.
        case columns
    }

    public init() {}

    public var listedNeighbors: Int { neighbors }

    public var leavesSegments: Bool { step != .uniform || match != .none }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingRange.alpha(alpha)
        try SettingError.require(
            (0...2).contains(maximumExtension), "maximum_extension", "\(maximumExtension) is out of range; 0 to 2")
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        let bases = EvenBases(context)
        let partners = try NeighborPartners(
            context, ofClasses: context.growingClasses, among: { _ in .sameClass }, k: neighbors)
        var pairs = NeighborSampler(context, bases: bases, partners: partners, step: .uniform, vote: nominalVote)
        if step != .uniform {
            let laws = try step.laws(context, pairs, atMost: maximumExtension, alpha: alpha)
            let labels = context.population.labels
            let law = PairLaw(context) { base, _ in laws[Int(labels[Int(base)])] }
            pairs = NeighborSampler(context, bases: bases, partners: partners, law: law, vote: nominalVote)
        }
        return match == .none ? pairs : try MatchedSampler(context, pairs)
    }
}
