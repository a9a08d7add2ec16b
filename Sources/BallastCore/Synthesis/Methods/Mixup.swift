/// A point on the segment between two training rows of any class, labelled by its share of both.
///
/// Zhang, Cissé, Dauphin and Lopez-Paz, "mixup: Beyond Empirical Risk Minimization", ICLR 2018 (arXiv 1710.09412): step
/// Beta(α, α). Here every row has its own step, every row is a base equally often, and the partner is never the base.
public struct Mixup: SynthesisMethod {
    public static let name = "mixup"
    public static let search = SearchKind.none
    public static let strata = Strata.everything
    public static let summary = MethodSummary(
        base: "training rows, classes in the shares n^q, evenly within a class",
        partner: "the same, never the base",
        step: "Beta(α, α); with `step: similarity` Beta(a, a), a falling with the distance of the pair",
        label: "the mixture of both: the base's class has 1 − λ",
        paper: "Zhang, Cissé, Dauphin and Lopez-Paz, ICLR 2018 (arXiv 1710.09412)",
        differences:
            "the authors' code draws one λ for a batch and may pair a row with itself: here each row has its own "
            + "λ and another row as partner, for a file holds no batches")

    /// α of the step's Beta(α, α), 0.000001 to 1000.
    public var alpha = 1.0
    /// q of the pairs' class shares `n_c^q`, in [0, 1]: 1 takes rows as they are, 0 every class equally often.
    public var temper = 1.0
    /// Whether the step follows `alpha` or how alike the rows are.
    public var step = PairStep.beta
    /// τ_max and τ_std of ``SimilarityStep``.
    public var tauMax = 1.0
    public var tauStd = 0.5

    public init() {}

    private var pairs: RandomPairs { RandomPairs(alpha: alpha, temper: temper) }

    private var similarity: SimilarityStep { SimilarityStep(maximum: tauMax, spread: tauStd) }

    public var comparesPairs: Bool { step == .similarity }

    public func validate() throws {
        try pairs.validate()
        try similarity.validate()
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        let sampler = pairs.sampler(context)
        guard step == .similarity else { return sampler }
        return pairs.sampler(context, law: try similarity.law(context, ofPairs: sampler))
    }

    public func addedRows(quotas: [Int64], counts: [Int64]) -> [Int64] {
        pairs.addedRows(quotas: quotas, counts: counts)
    }
}
