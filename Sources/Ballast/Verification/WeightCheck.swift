import BallastCore
import BallastFormats

/// The weight of a training row follows from its soft label and the manifest's row weights; other rows have weight 1.
struct WeightCheck {
    /// Of each class; nil: every row has weight 1.
    private let coefficients: [Double]?

    init(_ manifest: Manifest) {
        let weights = manifest.classes.compactMap(\.rowWeight)
        coefficients = weights.count == manifest.classes.count ? weights : nil
    }

    func check(_ rows: ShardRows, _ shard: VerifiedSet.Shard, _ log: inout FindingLog) {
        let weights = rows.values(.weight, as: Float.self)
        let shares = ShareRows(rows, classCount: coefficients?.count ?? 0)
        for row in 0..<rows.count {
            var (right, source) = (Float(1), "rows of this set have")
            if let coefficients, shard.part == .train {
                right = RowWeights.stored(shares.sum(row, times: { coefficients[$0] }))
                source = "its soft label and the classes' row weights give"
            }
            // The share of a class that the sparse form does not list is known only after it was divided and rounded.
            let isRight = shares.isExact ? weights[row] == right : abs(weights[row] - right) <= 1e-5 * max(1, right)
            if !isRight {
                log.add(
                    .labels, shard.name, dataSet: ShardLayout.Content.weight.rawValue,
                    row: rows.range.lowerBound + row, "\(weights[row]) is not \(right), which \(source)")
            }
        }
    }
}

/// Stored shares of some rows in class order, whatever their form.
private struct ShareRows {
    private let dense: UnsafeBufferPointer<Float>
    private let sparse: SparseLabels
    private let classCount: Int
    /// Whether every share is known to the bit.
    let isExact: Bool

    init(_ rows: ShardRows, classCount: Int) {
        dense = rows.values(.softLabel)
        sparse = SparseLabels(rows)
        self.classCount = classCount
        isExact = !dense.isEmpty || rows.layout.field(.softRest) == nil
    }

    func sum(_ row: Int, times factor: (Int) -> Double) -> Double {
        if !dense.isEmpty {
            return (0..<classCount).reduce(0.0) { $0 + factor($1) * Double(dense[row * classCount + $1]) }
        }
        var entries: [(c: Int, share: Double)] = []
        sparse.forEachEntry(ofRow: row) { if $0 >= 0 && $0 < classCount { entries.append(($0, Double($1))) } }
        let rest = sparse.share(ofUnlisted: classCount, row)
        if rest > 0 { entries += (0..<classCount).filter { !sparse.lists($0, row) }.map { ($0, rest) } }
        return entries.sorted { $0.c < $1.c }.reduce(0.0) { $0 + factor($1.c) * $1.share }
    }
}
