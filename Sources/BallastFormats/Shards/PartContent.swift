package import BallastCore

/// What the rows of one part are: training rows by plan, validation and test rows as they came.
package struct PartContent: Sendable {
    package let part: Part
    package let rowCount: Int
    package let labels: LabelPipeline
    package let weights: RowWeights
    package let sampler: (any Sampler)?
    private let rowAt: @Sendable (Int) -> PlannedRow
    /// Many rows at once, where that is faster than one by one.
    private var rowsAt: (@Sendable (Range<Int>) -> [PlannedRow])?
    /// The same where the rows that some of them need are known.
    private var knownRowsAt: (@Sendable (Range<Int>, _ known: (Int) -> KnownParents?) -> [PlannedRow])?

    /// The training part.
    package init(_ plan: TrainingPlan, labels: LabelPipeline, weights: RowWeights = .ones) {
        part = .train
        rowCount = Int(plan.rowCount)
        self.labels = labels
        self.weights = weights
        sampler = plan.sampler
        rowAt = { plan.row(at: Int64($0)) }
        rowsAt = { plan.rows(at: Int64($0.lowerBound)..<Int64($0.upperBound)) }
        knownRowsAt = { positions, known in
            plan.rows(at: Int64(positions.lowerBound)..<Int64(positions.upperBound)) { known(Int($0)) }
        }
    }

    /// Rows that pass through in input order. `labels` has no rules: one-hot labels.
    package init(_ part: Part, rows: RowList, labels: LabelPipeline) {
        self.part = part
        rowCount = rows.count
        self.labels = labels
        weights = .ones
        sampler = nil
        rowAt = { PlannedRow(blend: .copy(of: Int64(rows[$0])), isSynthetic: false) }
    }

    /// Rows that are known one by one.
    package init(
        _ part: Part, rowCount: Int, labels: LabelPipeline, weights: RowWeights, sampler: (any Sampler)?,
        rowAt: @escaping @Sendable (Int) -> PlannedRow
    ) {
        self.part = part
        self.rowCount = rowCount
        self.labels = labels
        self.weights = weights
        self.sampler = sampler
        self.rowAt = rowAt
    }

    package func row(at position: Int) -> PlannedRow { rowAt(position) }

    /// ``row(at:)`` of each position.
    package func rows(at positions: Range<Int>) -> [PlannedRow] { rowsAt?(positions) ?? positions.map(rowAt) }

    /// The same where `bucket` holds the rows that these need.
    func rows(at positions: Range<Int>, of bucket: BucketRows) -> [PlannedRow] {
        knownRowsAt?(positions, bucket.knownParents) ?? rows(at: positions)
    }
}

/// Where the rows of a part are cut into shards.
package struct ShardCut: Sendable {
    package let rowCount: Int
    package let rowsPerShard: Int

    package init(rowCount: Int, rowsPerShard: Int) {
        precondition(rowsPerShard > 0)
        self.rowCount = rowCount
        self.rowsPerShard = rowsPerShard
    }

    /// No shard is empty.
    package var shardCount: Int { rowCount / rowsPerShard + (rowCount % rowsPerShard == 0 ? 0 : 1) }

    package func rows(ofShard shard: Int) -> Range<Int> {
        let start = shard * rowsPerShard
        return start..<start + min(rowsPerShard, rowCount - start)
    }

    package static func name(_ part: Part, _ shard: Int) -> String {
        let digits = String(shard)
        return "\(part.name)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).h5"
    }
}
