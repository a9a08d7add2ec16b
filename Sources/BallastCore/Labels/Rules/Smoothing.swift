/// Label smoothing: `q' = (1 − ε) q + ε / K`.
///
/// Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016, section 7.
public struct Smoothing: LabelRule {
    public static let name = "smoothing"
    public static let summary = RuleSummary(
        label: "q' = (1 − ε) q + ε/K",
        paper: "Szegedy et al., CVPR 2016",
        differences: "applied to mixtures too, not to hard labels only")

    /// ε, in [0, 1].
    public var amount = 0.1

    public init() {}

    public func validate() throws {
        try SettingError.require((0...1).contains(amount), "amount", "\(amount) is out of range; 0 to 1")
    }

    public var spreads: Bool { amount > 0 }

    public func prepare(for context: LabelContext) -> any LabelAdjustment {
        LinearSmoothing(amounts: [Double](repeating: amount, count: context.classCount))
    }
}

/// Moves the share `ε_c` of each class's mass to all classes evenly: `q'_c = (1 − ε_c) q_c + (1/K) Σ_d ε_d q_d`.
struct LinearSmoothing: LabelAdjustment {
    let amounts: [Double]

    func adjust(_ labels: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses) {
        for row in 0..<labels.count {
            let moved = labels.sum(ofRow: row) { amounts[$0] } / Double(labels.classCount)
            for entry in 0..<labels.entryCounts[row] {
                let kept = 1 - amounts[Int(labels.classOf(entry, ofRow: row))]
                labels[row, entry] = kept * labels[row, entry] + moved
            }
            // A background with mass and amounts that differ: then the row names every class, see LabelRule.isUneven.
            labels.background[row] = (1 - amounts[0]) * labels.background[row] + moved
        }
    }
}
