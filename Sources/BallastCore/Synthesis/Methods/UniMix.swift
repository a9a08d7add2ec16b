/// Mixup with partners from rarer classes and a share that leans toward the rarer of the two.
///
/// Xu, Chai and Yuan, "Towards Calibrated Model for Long-Tailed Visual Recognition from Prior Perspective", NeurIPS 2021:
/// the base's share is a Beta(α, α) draw plus `n_partner / (n_base + n_partner)`, less 1 where that is above
/// 1. As in the authors' code a partner *row* has the weight n^τ, so its class has the share `n^(1+τ)`; whether the paper
/// means class shares n^τ is not known.
public struct UniMix: SynthesisMethod {
    public static let name = "unimix"
    public static let search = SearchKind.none
    public static let strata = Strata.everything
    public static let summary = MethodSummary(
        base: "every training row, equally often",
        partner: "training rows with the weight n^τ each, never the base",
        step: "1 − λ = Beta(α, α) + n_partner/(n_base + n_partner), less 1 where above 1",
        label: "the mixture of both: the base's class has 1 − λ",
        paper: "Xu, Chai and Yuan, NeurIPS 2021",
        differences:
            "n^τ weighs rows as in the authors' code, so a class has the share n^(1 + τ); whether the paper means "
            + "class shares is not known. One λ for each row instead of a batch")

    /// α of the share's Beta(α, α), 0.000001 to 1000.
    public var alpha = 0.8
    /// τ of the partner rows' weights n^τ, in [−1, 0]: −1 takes every class equally often.
    public var tau = -0.5

    public init() {}

    /// The law of a pair follows from its classes.
    public var looksUpRows: Bool { true }

    public func validate() throws {
        try SettingRange.alpha(alpha)
        try SettingError.require((-1...0).contains(tau), "tau", "\(tau) is out of range; -1 to 0")
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        let (labels, counts, alpha) = (context.population.labels, context.population.counts.map(Double.init), alpha)
        let law = PairLaw(context) { base, partner in
            let (n, m) = (counts[Int(labels[Int(base)])], counts[Int(labels[Int(partner)])])
            return .shifted(alpha: alpha, by: m / (n + m))
        }
        return PoolSampler(context, baseTemper: 1, partnerTemper: 1 + tau, law: law)
    }
}
