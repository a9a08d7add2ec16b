/// How many of a class's new rows each of its clusters gets: the more, the sparser it is.
///
/// A cluster of m rows of the class at the mean distance d̄ has the sparsity `d̄^e / m`, in logarithms, since d̄^e leaves the
/// range of float64 in a few hundred columns. d̄ = 0 weighs nothing; where all are 0 the weights are m.
/// Last, Douzas and Bação, "Oversampling for Imbalanced Learning Based on K-Means and SMOTE", 2017, section 3.
package enum ClusterWeights {
    /// Rows of a cluster between which distances are measured, at most; of more, so many are drawn.
    private static let mostRows = 2048

    /// Weights that sum to 1.
    package static func weights(sizes: [Int], meanDistances: [Double], exponent: Double) -> [Double] {
        let logarithms = zip(sizes, meanDistances).map { size, distance in
            distance > 0 ? exponent * ExactMath.ln(distance) - ExactMath.ln(Double(size)) : -.infinity
        }
        let top = logarithms.max() ?? -.infinity
        let raw =
            top > -.infinity
            ? logarithms.map { $0 > -.infinity ? ExactMath.exp($0 - top) : 0 } : sizes.map(Double.init)
        let sum = raw.reduce(0, +)
        return raw.map { $0 / sum }
    }

    /// The mean distance of the pairs of `rows`.
    ///
    /// - Parameter rows: ascending row numbers, at least two.
    package static func meanDistance(
        of rows: StoredArray<Int64>, in space: NeighborSpace, key: UInt64, threads: Int
    ) throws -> Double {
        let drawn = StoredArray(RowSample.draw(mostRows, outOf: rows.count, key: key) { rows[$0] })
        let distance = RowDistance(in: space.compact(drawn), kernels: .automatic)
        let sums = StoredArray<Double>(repeating: 0, count: drawn.count)
        try Parallel.forEach(drawn.count, threads: threads) { first in
            for second in first + 1..<drawn.count {
                sums[first] += distance.squared(Int64(first), Int64(second)).squareRoot()
            }
        }
        return sums.elements.reduce(0, +) / Double(drawn.count * (drawn.count - 1) / 2)
    }
}
