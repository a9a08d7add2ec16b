/// What a trainer may want to know of each class: counts, priors and the usual re-weightings.
public enum ClassTable {
    /// `n_c / n`.
    public static func priors(_ masses: [Double]) -> [Double] {
        let total = masses.reduce(0, +)
        return masses.map { total > 0 ? $0 / total : 0 }
    }

    /// `ln π_c − ln π'_c`, to be added to the logits of a model trained on the output; nil where either prior is 0.
    ///
    /// Exact where only the class shares changed (copies); for interpolated rows an approximation.
    /// Saerens, Latinne and Decaestecker, Neural Computation 14, 2002.
    public static func logitOffsets(before: [Double], after: [Double]) -> [Double?] {
        zip(before, after).map { $0 > 0 && $1 > 0 ? ExactMath.ln($0) - ExactMath.ln($1) : nil }
    }

    /// `ln π_c`: what a loss with adjusted logits adds; nil where π is 0.
    ///
    /// Menon et al., "Long-Tail Learning via Logit Adjustment", ICLR 2021.
    public static func logPriors(_ priors: [Double]) -> [Double?] { priors.map { $0 > 0 ? ExactMath.ln($0) : nil } }

    /// Inverse frequency `n / (K n_c)`: the mean over rows is 1.
    public static func inverseFrequency(_ counts: [Int64]) -> [Double] {
        let total = Double(counts.reduce(0, +))
        return counts.map { total / (Double(counts.count) * Double($0)) }
    }

    /// Inverse square root `n_c^{−1/2}`, scaled as ``inverseFrequency(_:)``: the mean over rows is 1.
    public static func inverseSquareRoot(_ counts: [Int64]) -> [Double] {
        let roots = counts.map { Double($0).squareRoot() }
        let total = Double(counts.reduce(0, +))
        let sum = roots.reduce(0, +)
        return roots.map { total / (sum * $0) }
    }

    /// Effective number of samples `(1 − β) / (1 − β^n_c)`, scaled to sum to K.
    ///
    /// Cui, Jia, Lin, Song and Belongie, "Class-Balanced Loss Based on Effective Number of Samples", CVPR 2019, section 3.
    public static func effectiveNumber(_ counts: [Int64], beta: Double = effectiveNumberBeta) -> [Double] {
        let inverse = counts.map { 1 / effective($0, beta) }
        let sum = inverse.reduce(0, +)
        return inverse.map { Double(counts.count) * $0 / sum }
    }

    /// `Σ_{i<n} βⁱ` by doubling: `E(2m) = E(m)(1 + βᵐ)` loses no digits where `1 − βⁿ` would.
    static func effective(_ count: Int64, _ beta: Double) -> Double {
        var (sum, power) = (0.0, 1.0)
        for bit in (0..<(64 - count.leadingZeroBitCount)).reversed() {
            sum *= 1 + power
            power *= power
            if count >> bit & 1 == 1 {
                sum += power
                power *= beta
            }
        }
        return sum
    }

    /// β of the effective number in every published configuration.
    public static let effectiveNumberBeta = 0.9999
    /// Share of the epochs after which deferred re-weighting begins: 160 of 200 in the authors' code.
    ///
    /// Until then every weight is 1, from then on that of the effective number. Cao et al. 2019, section 3.3.
    public static let deferredStart = 0.8
    /// Δ_max of ``marginsLDAM(_:)``.
    public static let largestMarginLDAM = 0.5
    /// s of the loss `CE(s · (z − Δ_y e_y))` that the margins are meant for.
    public static let scaleLDAM = 30.0

    /// Label-distribution-aware margins `Δ_max · n_c^{−1/4} / max_j n_j^{−1/4}`, Δ_max = ½.
    ///
    /// Cao, Wei, Gaidon, Arechiga and Ma, NeurIPS 2019 (arXiv 1906.07413), section 3.2.
    public static func marginsLDAM(_ counts: [Int64]) -> [Double] {
        let powers = counts.map { 1 / Double($0).squareRoot().squareRoot() }
        let largest = powers.max() ?? 1
        return powers.map { largestMarginLDAM * $0 / largest }
    }
}
