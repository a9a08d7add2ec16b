/// One class has the whole label: the one with the largest share, as it would be stored.
///
/// A tie goes to the class for which the row is made if it is among the tied, else to the lowest code: the rule of the
/// `label` data set. That class is the base's; of a row that m2m moved, the one to which it was moved.
public struct HardLabels: LabelRule {
    public static let name = "hard"
    public static let summary = RuleSummary(
        label: "the largest share has everything; a tie goes to the row's own class, then to the lowest code",
        paper: "none",
        differences: "none")

    public init() {}

    public func validate() throws {}

    public var spreads: Bool { false }

    public func prepare(for context: LabelContext) -> any LabelAdjustment { Adjustment() }

    private struct Adjustment: LabelAdjustment {
        func adjust(_ soft: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses) {
            var winners = [Int32](repeating: -1, count: soft.count)
            StoredLabels.writeHard(soft, ownClass: { blends[$0].ownClass(classes.base[$0]) }, into: &winners)
            for (row, winner) in winners.enumerated() {
                soft.share(row, winner, winner, secondShare: 1)
            }
        }
    }
}
