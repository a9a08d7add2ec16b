/// The whole label to the rarer class where it is much rarer and has enough of the row; else the parents' mixture.
///
/// With n_i and n_j training rows of the classes of base and partner and the partner's share t: wholly the partner's if
/// `n_i ≥ κ n_j` and `1 − t < τ`; wholly the base's if `κ n_i ≤ n_j` and `t < τ`. The first wins where both hold (κ = 1,
/// equal counts); τ = 0 is mixup. Counts are those of the training rows before augmentation. The label is made anew from
/// the parents, so the rule belongs before others.
///
/// Chou, Chang, Pan, Wei and Juan, "Remix: Rebalanced Mixup", ECCV 2020 workshops (arXiv 2007.03943).
public struct RemixLabels: LabelRule {
    public static let name = "remix"
    public static let summary = RuleSummary(
        label:
            "made anew from the parents: wholly the class that is κ times rarer, where the other has less than τ "
            + "of the row",
        paper: "Chou, Chang, Pan, Wei and Juan, ECCV 2020 workshops (arXiv 2007.03943)",
        differences: "ratios are compared by products, so 100 : 300 meets κ = 3 exactly")

    /// κ: how many times rarer a class must be, at least 1.
    public var kappa = 3.0
    /// τ: the label goes to the rarer class where the other has less than this share of the row, in [0, 1].
    public var tau = 0.5

    public init() {}

    init(kappa: Double, tau: Double) { (self.kappa, self.tau) = (kappa, tau) }

    public func validate() throws {
        try SettingError.require(
            kappa >= 1 && kappa.isFinite, "kappa", "\(kappa) is out of range; at least 1, finite")
        try SettingRange.unit(tau, "tau")
    }

    public var spreads: Bool { false }

    public func prepare(for context: LabelContext) -> any LabelAdjustment {
        let counts = context.trainingCounts.map(Double.init)
        let (kappa, tau) = (kappa, tau)
        return ParentLabels { base, partner, weight in
            let (n, m) = (counts[Int(base)], counts[Int(partner)])
            // Products, not ratios: 100 : 300 meets 1/3 exactly.
            if n >= kappa * m && 1 - weight < tau { return 0 }
            if kappa * n <= m && weight < tau { return 1 }
            return 1 - weight
        }
    }
}
