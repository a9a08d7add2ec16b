/// Mixup whose label is even where the margins of the two classes meet, not in the middle.
///
/// Cheng, Mai and Lin, "From SMOTE to Mixup for Deep Imbalanced Classification" (arXiv 2308.15457): the pairs of mixup,
/// labelled by ``MarginLabels``.
public struct MarginAwareMixup: SynthesisMethod {
    public static let name = "mamix"
    public static let search = SearchKind.none
    public static let strata = Strata.everything
    public static let summary = MethodSummary(
        base: "training rows, classes in the shares n^q, evenly within a class",
        partner: "the same, never the base",
        step: "Beta(α, α)",
        label: "½ where the margins n^ω of both classes meet, linear on both sides; counts before augmentation",
        paper: "Cheng, Mai and Lin, 2023 (arXiv 2308.15457)",
        differences:
            "imbalanced-DL fails at the λ where the margins meet: here the label there is ½, the limit from both "
            + "sides. It draws one λ for a batch: here each row has its own")

    /// α of the step's Beta(α, α), 0.000001 to 1000.
    public var alpha = 1.0
    /// q of the pairs' class shares `n_c^q`, in [0, 1]: 1 takes rows as they are, 0 every class equally often.
    public var temper = 1.0
    /// ω of ``MarginLabels``.
    public var exponent = -0.25

    public init() {}

    private var pairs: RandomPairs { RandomPairs(alpha: alpha, temper: temper) }

    public var labelRules: [any LabelRule] { [MarginLabels(exponent: exponent)] }

    public func validate() throws {
        try pairs.validate()
        for rule in labelRules { try rule.validate() }
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler { pairs.sampler(context) }

    public func addedRows(quotas: [Int64], counts: [Int64]) -> [Int64] {
        pairs.addedRows(quotas: quotas, counts: counts)
    }
}
