/// Pairs of any two training rows with class shares `n_c^q` on both sides: what mixup, Remix and margin-aware mixup share.
struct RandomPairs {
    /// α of the step's Beta(α, α), 0.000001 to 1000.
    let alpha: Double
    /// q: 1 takes rows as they are, ½ the square root, 0 every class equally often.
    let temper: Double

    func validate() throws {
        try SettingRange.alpha(alpha)
        try SettingRange.unit(temper, "temper")
    }

    func sampler(_ context: SynthesisContext) -> any Sampler {
        sampler(context, law: PairLaw(context, .beta(alpha)))
    }

    /// The same pairs with another law.
    func sampler(_ context: SynthesisContext, law: PairLaw) -> any Sampler {
        temper == 1
            ? RotationSampler(context, law: law)
            : PoolSampler(context, baseTemper: temper, partnerTemper: temper, law: law)
    }

    func addedRows(quotas: [Int64], counts: [Int64]) -> [Int64] {
        RowPool.shares(of: quotas[0], temper: temper, counts: counts)
    }
}
