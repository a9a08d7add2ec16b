/// Sharper labels: `q'_c = q_c^(1/T) / Σ q^(1/T)`.
///
/// T = 1 changes nothing, T → 0 gives the largest share everything, ties sharing it. A share of 0 stays 0.
/// Berthelot et al., "MixMatch: A Holistic Approach to Semi-Supervised Learning", NeurIPS 2019.
public struct Sharpening: LabelRule {
    public static let name = "sharpening"
    public static let summary = RuleSummary(
        label: "q^(1/T), scaled to sum to 1; a share of 0 stays 0",
        paper: "Berthelot et al., NeurIPS 2019 (MixMatch)",
        differences: "computed relative to the largest share, so a small T does not underflow")

    /// T, greater than 0 and at most 1.
    public var temperature = 0.5

    public init() {}

    public func validate() throws {
        try SettingError.require(
            temperature > 0 && temperature <= 1, "temperature",
            "\(temperature) is out of range; greater than 0 and at most 1")
    }

    public var spreads: Bool { false }

    public func prepare(for context: LabelContext) -> any LabelAdjustment { Adjustment(temperature: temperature) }

    private struct Adjustment: LabelAdjustment {
        let temperature: Double

        func adjust(_ labels: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses) {
            guard temperature < 1 else { return }
            for row in 0..<labels.count { sharpen(&labels, row) }
        }

        private func sharpen(_ labels: inout SoftLabels, _ row: Int) {
            let entries = 0..<labels.entryCounts[row]
            let logarithm = ExactMath.ln(entries.reduce(labels.background[row]) { max($0, labels[row, $1]) })
            // Relative to the largest: a small T underflows to 0 instead of making every power 0.
            func power(_ share: Double) -> Double {
                share > 0 ? ExactMath.exp((ExactMath.ln(share) - logarithm) / temperature) : 0
            }
            for entry in entries { labels[row, entry] = power(labels[row, entry]) }
            labels.background[row] = power(labels.background[row])
            let sum = labels.sum(ofRow: row) { _ in 1 }
            for entry in entries { labels[row, entry] /= sum }
            labels.background[row] /= sum
        }
    }
}
