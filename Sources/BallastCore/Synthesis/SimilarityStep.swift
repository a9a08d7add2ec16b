/// Which law the step of a mixed pair follows.
public enum PairStep: String, Codable, CaseIterable, Sendable {
    /// Beta(α, α), the same for every pair.
    case beta
    /// ``SimilarityStep``: near rows are mixed evenly, far ones hardly.
    case similarity
}

/// Steps by how alike two rows are: Beta(a, a), `a = τ_max · exp(−(d̄² − 1) / (2 τ_std²))`, d̄² the squared distance of the
/// pair over its mean.
///
/// The mean is that of the pairs of the first 4096 candidates, which are keyed draws like all others; the authors take it
/// over a batch. Where it is 0, d̄² is 1. Below a = 1/1000 the step lies at either end, each half the time.
///
/// Bouniot, Mozharovskyi and d'Alché-Buc, "Tailoring Mixup to Data for Calibration" (arXiv 2311.01434), without the warping
/// of a step that is drawn before.
public struct SimilarityStep: Sendable {
    /// τ_max, 0.000001 to 1000: a of a pair at the mean distance.
    public var maximum: Double
    /// τ_std, 0.000001 to 1000: how slowly a falls with the distance.
    public var spread: Double

    private static let sampleSize: Int64 = 4096
    private static let leastShape = 1e-3
    private static let mostShape = 1000.0

    public init(maximum: Double, spread: Double) { (self.maximum, self.spread) = (maximum, spread) }

    func validate() throws {
        try SettingRange.alpha(maximum, "tau_max")
        try SettingRange.alpha(spread, "tau_std")
    }

    /// The law of a pair.
    ///
    /// - Parameter relative: d̄², at least 0.
    package func law(relative: Double) -> StepLaw {
        let shape = min(maximum * ExactMath.exp(-(relative - 1) / (2 * spread * spread)), Self.mostShape)
        return shape < Self.leastShape ? .ends : .beta(shape)
    }

    /// The law of every pair that a sampler draws, whatever its steps.
    ///
    /// - Complexity: O(width) per pair, with the two rows at hand.
    func law(_ context: SynthesisContext, ofPairs sampler: any Sampler) throws -> PairLaw {
        let distance = RowDistance(in: try context.spaceOfAllRows(), kernels: .automatic)
        let count = min(context.quotas[0], Self.sampleSize)
        let sum = (0..<count).reduce(0.0) { sum, number in
            let blend = sampler.blend(Candidate(stratum: 0, number: number))
            return sum + distance.squared(blend.base, blend.partner)
        }
        let mean = count > 0 ? sum / Double(count) : 0
        return PairLaw(context) { base, partner in
            law(relative: mean > 0 ? distance.squared(base, partner) / mean : 1)
        }
    }
}
