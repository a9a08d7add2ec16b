/// What weights come to over some rows once those below 0 are taken as 0.
public struct ClippedTotals: Sendable {
    /// Rows whose weight would be below 0.
    public private(set) var clipped: Int64 = 0
    /// Of the weights that are left.
    public private(set) var sum = 0.0
    /// Soft labels of each class times the weights that are left.
    public private(set) var mass: [Double]

    public init(classCount: Int) { mass = [Double](repeating: 0, count: classCount) }

    /// Adds rows in order.
    public mutating func add(_ labels: SoftLabels, _ weights: RowWeights) {
        for row in 0..<labels.count {
            let weight = weights.exact(labels, row: row)
            if weight < 0 {
                // What the rounding of the solution leaves below 0 changes nothing.
                if weight < -1e-9 { clipped += 1 }
                continue
            }
            sum += weight
            labels.forEachStoredShare(ofRow: row) { c, share in mass[c] += weight * share }
        }
    }

    /// Adds the totals of later rows.
    public mutating func add(_ later: ClippedTotals) {
        clipped += later.clipped
        sum += later.sum
        for c in mass.indices { mass[c] += later.mass[c] }
    }
}
