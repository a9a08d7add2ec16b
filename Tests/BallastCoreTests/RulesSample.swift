import BallastCore

/// The soft label of one row whose parents are of classes 0 and 1 (rows 0 and 1 of three classes), after `rules`.
func softLabel(
    _ rules: [any LabelRule], share: Float, counts: [Int64], classes: [Int32] = [0, 1]
) throws -> [Double] {
    let pipeline = try LabelPipeline(
        labels: StoredArray(classes), rules: rules, context: LabelContext(trainingCounts: counts))
    let soft = [Blend(base: 0, partner: 1, weight: share)].withUnsafeBufferPointer { pipeline.labels(of: $0) }
    return counts.indices.map { soft.share(of: Int32($0), inRow: 0) }
}

extension LabelRule {
    /// The defaults, changed.
    static func with(_ change: (inout Self) -> Void) -> Self {
        var rule = Self()
        change(&rule)
        return rule
    }
}
