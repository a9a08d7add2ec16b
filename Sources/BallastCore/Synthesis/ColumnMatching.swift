/// Shifts and scales each numeric column of the rows between neighbours so that mean and standard deviation of the class
/// are kept: `x ← μ + (σ / σ̃)(x − μ̃)`.
///
/// μ̃ and σ̃ are those that the pairs give in expectation, every row of the class a base equally often (``PairMoments``);
/// nothing depends on which rows are drawn. A column without spread in the class, or between its pairs, stays as it is.
/// Rows leave the segment between their parents.
struct ColumnMatching: PointKernel {
    /// Per class and column; nil where rows of the class are not changed.
    private let columns: [[Column]?]

    private struct Column: Sendable {
        /// μ and μ̃ in the column's unit, and σ / σ̃.
        var mean, center, scale: Double
    }

    /// - Parameter source: the pairs of the rows to come.
    init(_ context: SynthesisContext, of source: some PairSource) throws {
        let population = context.population
        columns = try (0..<population.classCount).map { c in
            guard context.quotas[c] > 0, population.count(of: c) > 1, let features = population.features,
                let moments = try PairMoments(
                    EvenPairs(source: source), ofClass: c, population, weights: context.weights,
                    threads: context.threads)
            else { return nil }
            let statistics = try ColumnStatistics(
                of: features, rows: .listed(population.rows(ofClass: c)), threads: context.threads)
            return (0..<features.width).map { j in
                let (mean, variance) = (statistics.mean[j], moments.variance(j))
                guard statistics.minimum[j] < statistics.maximum[j], variance > 0 else {
                    return Column(mean: mean, center: mean, scale: 1)
                }
                return Column(
                    mean: mean, center: mean + moments.shift(j) / context.weights[j],
                    scale: (moments.classVariance[j] / variance).squareRoot())
            }
        }
    }

    func changesRows(ofClass c: Int) -> Bool { columns[c] != nil }

    func scale(ofClass c: Int, column: Int) -> Double { columns[c]?[column].scale ?? 1 }

    func displace(_ values: UnsafeMutableBufferPointer<Double>, _ candidate: Candidate, weight: Double) {
        guard let columns = columns[Int(candidate.stratum)] else { return }
        for (j, column) in columns.enumerated() {
            values[j] = column.mean + column.scale * (values[j] - column.center)
        }
    }
}
