/// Mixup with a partner among the base's k nearest training rows of any class.
///
/// Pairs of far-apart rows, whose mixtures lie where no data are, do not occur. Every row is a base equally often.
public struct NeighborMixup: SynthesisMethod {
    public static let name = "knn-mixup"
    public static let strata = Strata.everything
    public static let search = SearchKind.training
    public static let summary = MethodSummary(
        base: "every training row, equally often",
        partner: "one of the k nearest training rows of any class",
        step: "Beta(α, α); with `step: similarity` Beta(a, a), a falling with the distance of the pair",
        label: "the mixture of both: the base's class has 1 − λ",
        paper: "mixup of Zhang et al., 2018, with the partners of SMOTE",
        differences: "no published code is followed")

    /// k, at least 1.
    public var neighbors = 10
    /// α of the step's Beta(α, α), 0.000001 to 1000.
    public var alpha = 1.0
    /// Whether the step follows `alpha` or how alike the rows are.
    public var step = PairStep.beta
    /// τ_max and τ_std of ``SimilarityStep``.
    public var tauMax = 1.0
    public var tauStd = 0.5

    public init() {}

    public var listedNeighbors: Int { neighbors }

    private var similarity: SimilarityStep { SimilarityStep(maximum: tauMax, spread: tauStd) }

    public var comparesPairs: Bool { step == .similarity }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingRange.alpha(alpha)
        try similarity.validate()
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        let classes = Array(0..<context.population.classCount)
        DegenerateClasses.reportEqual(context, ofClasses: classes, k: neighbors)
        let bases = RowPool(context, temper: 1, role: .base)
        let partners = try NeighborPartners(context, ofClasses: classes, among: { _ in .training }, k: neighbors)
        let sampler = NeighborSampler(context, bases: bases, partners: partners, step: .beta(alpha))
        guard step == .similarity else { return sampler }
        return NeighborSampler(
            context, bases: bases, partners: partners, law: try similarity.law(context, ofPairs: sampler))
    }
}
