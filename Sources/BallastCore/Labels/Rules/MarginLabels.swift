/// An even label where the margins of the two classes meet, which is nearer to the more frequent one.
///
/// Each class has the margin `γ_c = n_c^ω`; they meet at the share `b = γ_i / (γ_i + γ_j)` of the partner. The base's
/// label share is `1 − λ/(2b)` up to b and `(1 − λ)/(2(1 − b))` from there: 1 at λ = 0, ½ at b, 0 at 1. The published code
/// fails at λ = b; here both branches hold it. Counts are those of the training rows before augmentation. ω = 0 or equal
/// counts: mixup. The label is made anew from the parents, so the rule belongs before others.
///
/// Cheng, Mai and Lin, "From SMOTE to Mixup for Deep Imbalanced Classification" (arXiv 2308.15457).
public struct MarginLabels: LabelRule {
    public static let name = "margin"
    public static let summary = RuleSummary(
        label: "made anew from the parents: ½ where the margins n^ω of their classes meet, linear on both sides",
        paper: "Cheng, Mai and Lin, 2023 (arXiv 2308.15457)",
        differences: "imbalanced-DL fails at the λ where the margins meet: here the label there is ½")

    /// ω, at most 0: above, frequent classes would be favoured.
    public var exponent = -0.25

    public init() {}

    init(exponent: Double) { self.exponent = exponent }

    public func validate() throws {
        try SettingError.require(
            exponent <= 0 && exponent.isFinite, "exponent", "\(exponent) is out of range; at most 0, finite")
    }

    public var spreads: Bool { false }

    public func prepare(for context: LabelContext) -> any LabelAdjustment {
        // A class without rows is no parent; its logarithm is never used.
        let logarithms = context.trainingCounts.map { $0 > 0 ? ExactMath.ln(Double($0)) : 0 }
        let exponent = exponent
        return ParentLabels { base, partner, weight in
            let difference = logarithms[Int(partner)] - logarithms[Int(base)]
            return Self.baseShare(at: weight, meeting: 1 / (1 + ExactMath.exp(exponent * difference)))
        }
    }

    /// The base's label share where the partner has `weight` of the row and the margins meet at `b`, in [0, 1].
    static func baseShare(at weight: Double, meeting b: Double) -> Double {
        if weight <= 0 { return 1 }
        if weight >= 1 { return 0 }
        // With b = 0 the first branch is never taken, with b = 1 always: neither divides by 0.
        return weight <= b ? 1 - weight / (2 * b) : (1 - weight) / (2 * (1 - b))
    }
}
