/// Where neighbours are looked for when that is not in the features themselves: an embedding, rows of length 1, principal
/// components.
///
/// New rows are mixed from the features all the same, and nominal columns are voted on as ever.
public struct SearchRows: Sendable {
    /// One row per input row; those of training rows are filled in.
    public let rows: RowStore
    /// Weight of each element in a distance.
    public let weights: [Double]
    /// Whether nominal columns count in a distance.
    public let countsNominal: Bool

    public init(_ rows: RowStore, weights: [Double], countsNominal: Bool) {
        precondition(weights.count == rows.width)
        (self.rows, self.weights, self.countsNominal) = (rows, weights, countsNominal)
    }

    func space(ofClass c: Int, _ population: Population, threads: Int) throws -> NeighborSpace {
        guard countsNominal else { return NeighborSpace(features: rows, weights: weights) }
        var population = population
        population.features = rows
        return NeighborSpace(
            features: rows, weights: weights, categorical: population.categorical,
            mismatchWeight: try NominalDistance.mismatchWeight(ofClass: c, population, weights, threads: threads))
    }
}
