/// The rows of some classes that a margin model rests on: those inside the margin or on its wrong side.
///
/// One ``LinearMargin`` for each class against the rest, found from a sample: all rows of the class up to half of it, the
/// rest drawn from the others.
package struct SupportRows: Sendable {
    /// By position of ``Population/classRows``: 1 for support rows.
    private let flags: StoredArray<UInt8>

    /// Without numeric columns, and in a class without others to be told from, every row is one.
    ///
    /// - Parameter classes: whose rows are asked about.
    package init(_ context: SynthesisContext, ofClasses classes: [Int], penalty: Double) throws {
        let population = context.population
        flags = try StoredArray(named: "support-rows", count: population.training.count, in: context.storage)
        let distances = context.distanceRows
        let statistics = try distances.map {
            try ColumnStatistics(of: $0.rows, rows: population.training, threads: context.threads)
        }
        for c in classes {
            let positions = population.classStarts[c]..<population.classStarts[c + 1]
            guard let distances, let statistics, positions.count < population.training.count
            else {
                for position in positions { flags[position] = 1 }
                continue
            }
            let margin = try Self.margin(context, distances, c, statistics, penalty)
            let rows = population.rows(ofClass: c)
            distances.rows.forEachRow(
                rows.count, at: { Int(rows[$0]) },
                do: { index, values in
                    if margin.value(values) <= 1 { flags[positions.lowerBound + index] = 1 }
                })
        }
    }

    private static func margin(
        _ context: SynthesisContext, _ distances: SearchRows, _ c: Int, _ statistics: ColumnStatistics,
        _ penalty: Double
    ) throws -> LinearMargin {
        let population = context.population
        let features = distances.rows
        let most = RowSample.mostRows(width: features.width)
        let stream = RandomStream(seed: context.seed, purpose: .sample)
        let rows = population.rows(ofClass: c)
        let rare = min(rows.count, max(most / 2, most - (population.training.count - rows.count)))
        let own = RowSample.draw(rare, outOf: rows.count, key: stream.key(1, stream: Int32(c))) { rows[$0] }
        let others = RowSample.draw(
            most - own.count, outOf: population.training.count, key: stream.key(2, stream: Int32(c))
        ) { index in
            let row = population.training[index]
            return population.labels[row] == Int32(c) ? nil : Int64(row)
        }
        return try LinearMargin(
            own: RowSample(features, rows: own), others: RowSample(features, rows: others), statistics: statistics,
            weights: distances.weights, penalty: penalty, threads: context.threads)
    }

    /// Whether the row at a position of ``Population/classRows`` is one.
    package subscript(position: Int) -> Bool { flags[position] == 1 }
}
