/// Mixup of rows as they are with rows of every class equally often, the former having most of the share.
///
/// Galdran, Carneiro and González Ballester, "Balanced-MixUp for Highly Imbalanced Medical Image Classification",
/// MICCAI 2021 (arXiv 2109.09850): step Beta(α, 1) from the instance-sampled row toward the class-balanced one.
public struct BalancedMixup: SynthesisMethod {
    public static let name = "balanced-mixup"
    public static let search = SearchKind.none
    public static let strata = Strata.everything
    public static let summary = MethodSummary(
        base: "every training row, equally often",
        partner: "training rows, every class equally often",
        step: "Beta(α, 1)",
        label: "the mixture of both: the base's class has 1 − λ",
        paper: "Galdran, Carneiro and González Ballester, MICCAI 2021 (arXiv 2109.09850)",
        differences:
            "the authors' code draws one λ for a whole batch: here each row has its own, for a file holds no "
            + "batches")

    /// α of the step's Beta(α, 1), 0.000001 to 1000; the paper takes 0.1 to 0.3.
    public var alpha = 0.2

    public init() {}

    public func validate() throws { try SettingRange.alpha(alpha) }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        PoolSampler(context, baseTemper: 1, partnerTemper: 0, law: PairLaw(context, .power(alpha)))
    }
}
