/// A linear classifier of standardised rows: `p_c = exp(w_c · z) / Σ_d exp(w_d · z)`, z with a last element 1.
///
/// It stands in where a method of the literature asks for a trained network: it sees what a linear model sees, no more.
/// Every number has one defined arithmetic (sums in eight lanes, ``ExactMath``), the same bits on every machine.
struct SoftmaxRegression: Sendable {
    let standardization: Standardization
    let classCount: Int
    /// Octets of a row with its 1.
    let octets: Int
    /// `w_c`, class after class, each filled up with zeros to whole octets.
    private let weights: StoredArray<SIMD8<Double>>

    init(_ weights: StoredArray<SIMD8<Double>>, classCount: Int, standardization: Standardization) {
        precondition(weights.count % max(classCount, 1) == 0)
        (self.weights, self.classCount, self.standardization) = (weights, classCount, standardization)
        octets = weights.count / max(classCount, 1)
    }

    /// `w_c`.
    func weights(ofClass c: Int) -> UnsafePointer<SIMD8<Double>> {
        weights[c * octets..<(c + 1) * octets].baseAddress!  // a row has its 1, so octets is at least 1
    }

    /// The probability of each class.
    func classify(_ row: UnsafePointer<SIMD8<Double>>, into probabilities: inout [Double]) {
        for c in 0..<classCount { probabilities[c] = LaneSum.dot(weights(ofClass: c), row, octets: octets) }
        Self.normalize(&probabilities)
    }

    /// Scores to probabilities, relative to the largest so that nothing overflows; sums in class order.
    static func normalize(_ scores: inout [Double]) {
        let largest = scores.max() ?? 0
        for c in scores.indices { scores[c] = ExactMath.exp(scores[c] - largest) }
        let sum = scores.reduce(0, +)
        for c in scores.indices { scores[c] /= sum }
    }
}

/// Columns moved to mean 0 and scaled to deviation 1 over the training rows, and back.
struct Standardization: Sendable {
    private let mean: [Double]
    /// 0 in a constant column, which says nothing.
    private let deviation: [Double]
    private let minimum: [Double]
    private let maximum: [Double]

    var width: Int { mean.count }

    init(_ statistics: ColumnStatistics) {
        mean = statistics.mean
        deviation = zip(statistics.deviation, zip(statistics.minimum, statistics.maximum))
            .map { $1.0 == $1.1 || !$0.isNormal ? 0 : $0 }
        (minimum, maximum) = (statistics.minimum, statistics.maximum)
    }

    func standardized(_ value: Double, _ j: Int) -> Double {
        deviation[j] == 0 ? 0 : (value - mean[j]) / deviation[j]
    }

    /// The value of a standardised one, within the range of its column; `value` itself in a constant column.
    func restored(_ z: Double, _ j: Int, insteadOf value: Double) -> Double {
        deviation[j] == 0 ? value : min(max(mean[j] + z * deviation[j], minimum[j]), maximum[j])
    }

    /// `z` within the range of its column.
    func clipped(_ z: Double, _ j: Int) -> Double {
        deviation[j] == 0
            ? 0 : min(max(z, (minimum[j] - mean[j]) / deviation[j]), (maximum[j] - mean[j]) / deviation[j])
    }

    /// Fills a row with its standardised values and a last 1.
    func fill(_ row: OctetRow, _ value: (Int) -> Double) {
        let elements = row.elements
        for j in 0..<width { elements[j] = standardized(value(j), j) }
        elements[width] = 1
    }
}
