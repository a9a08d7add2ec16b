/// Label-aware smoothing: frequent classes are smoothed more, `q'_c = (1 − ε_c) q_c + (1/K) Σ_d ε_d q_d`.
///
/// ε follows the class count between `tail` (rarest) and `head` (most frequent). All counts equal: `head` for every class.
/// Zhong, Cui, Liu and Jia, "Improving Calibration for Long-Tailed Recognition", CVPR 2021 (arXiv 2104.00466), section
/// 3.2.2. The paper spreads ε over the other K − 1 classes; this follows its published code, which spreads over all K.
public struct LabelAwareSmoothing: LabelRule {
    public static let name = "label-aware-smoothing"
    public static let summary = RuleSummary(
        label:
            "q' = (1 − ε_c) q_c + (1/K) Σ ε_d q_d, ε_c from `tail` at the rarest to `head` at the most frequent "
            + "class",
        paper: "Zhong, Cui, Liu and Jia, CVPR 2021 (arXiv 2104.00466)",
        differences:
            "the paper spreads ε over the other K − 1 classes: here over all K, as the authors' code does. Equal "
            + "counts are 0/0 there: here `head` for every class")

    /// How ε grows with `s = (n_c − n_min) / (n_max − n_min)`.
    public enum Law: String, Codable, CaseIterable, Sendable { case concave, linear, convex, power }

    /// ε of the most frequent class, in [0, 1].
    public var head = 0.3
    /// ε of the rarest class, in [0, 1].
    public var tail = 0.0
    public var law = Law.concave
    /// Of the power law, greater than 0.
    public var exponent = 2.0

    public init() {}

    public func validate() throws {
        try SettingError.require((0...1).contains(head), "head", "\(head) is out of range; 0 to 1")
        try SettingError.require((0...1).contains(tail), "tail", "\(tail) is out of range; 0 to 1")
        try SettingError.require(
            exponent > 0 && exponent.isFinite, "exponent", "\(exponent) is out of range; greater than 0")
    }

    public var spreads: Bool { head > 0 || tail > 0 }

    public func isUneven(onBackground: Bool) -> Bool { onBackground && head != tail }

    public func prepare(for context: LabelContext) -> any LabelAdjustment {
        LinearSmoothing(amounts: amounts(for: context.trainingCounts))
    }

    /// ε of each class.
    public func amounts(for counts: [Int64]) -> [Double] {
        let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
        guard most > least else { return counts.map { _ in head } }
        return counts.map { amount(at: Double($0 - least) / Double(most - least)) }
    }

    private func amount(at s: Double) -> Double {
        switch law {
        case .concave: tail + (head - tail) * ExactMath.sin(s * .pi / 2)
        case .linear: tail + (head - tail) * s
        // sin(3π/2 + πs/2) = −cos(πs/2) = −sin(π(1 − s)/2)
        case .convex: head - (head - tail) * ExactMath.sin((1 - s) * .pi / 2)
        case .power: tail + (head - tail) * (s == 0 ? 0 : ExactMath.pow(s, exponent))
        }
    }
}
