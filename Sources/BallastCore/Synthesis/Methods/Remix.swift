/// Mixup whose label goes wholly to the rarer class once that has enough of the row.
///
/// Chou, Chang, Pan, Wei and Juan, "Remix: Rebalanced Mixup", ECCV 2020 workshops (arXiv 2007.03943): the pairs of mixup,
/// labelled by ``RemixLabels``.
public struct Remix: SynthesisMethod {
    public static let name = "remix"
    public static let search = SearchKind.none
    public static let strata = Strata.everything
    public static let summary = MethodSummary(
        base: "training rows, classes in the shares n^q, evenly within a class",
        partner: "the same, never the base",
        step: "Beta(α, α)",
        label: "wholly the class that is κ times rarer, where the other has less than τ of the row; else the mixture",
        paper: "Chou, Chang, Pan, Wei and Juan, ECCV 2020 workshops (arXiv 2007.03943)",
        differences:
            "the published code draws one λ for a batch: here each row has its own. Ratios are compared by "
            + "products, so 100 : 300 meets κ = 3 exactly")

    /// α of the step's Beta(α, α), 0.000001 to 1000.
    public var alpha = 1.0
    /// q of the pairs' class shares `n_c^q`, in [0, 1]: 1 takes rows as they are, 0 every class equally often.
    public var temper = 1.0
    /// κ of ``RemixLabels``.
    public var kappa = 3.0
    /// τ of ``RemixLabels``.
    public var tau = 0.5

    public init() {}

    private var pairs: RandomPairs { RandomPairs(alpha: alpha, temper: temper) }

    public var labelRules: [any LabelRule] { [RemixLabels(kappa: kappa, tau: tau)] }

    public func validate() throws {
        try pairs.validate()
        for rule in labelRules { try rule.validate() }
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler { pairs.sampler(context) }

    public func addedRows(quotas: [Int64], counts: [Int64]) -> [Int64] {
        pairs.addedRows(quotas: quotas, counts: counts)
    }
}
