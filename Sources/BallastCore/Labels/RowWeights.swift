/// Training weights of rows from their stored soft labels: `w = max(0, Σ_c a_c q_c)`, rounded once to float32.
public struct RowWeights: Sendable {
    /// a of each class; nil: every row has weight 1.
    public let coefficients: [Double]?

    /// Every row has weight 1.
    public static let ones = RowWeights(coefficients: nil)

    public init(coefficients: [Double]?) { self.coefficients = coefficients }

    /// Before what is negative becomes 0 and all is rounded.
    func exact(_ labels: SoftLabels, row: Int) -> Double {
        coefficients.map { a in labels.storedSum(ofRow: row) { a[$0] } } ?? 1
    }

    /// Writes one weight per row.
    public func write(_ labels: SoftLabels, into output: UnsafeMutablePointer<Float>) {
        for row in 0..<labels.count { output[row] = Self.stored(exact(labels, row: row)) }
    }

    /// A weight as a shard holds it.
    public static func stored(_ weight: Double) -> Float { Float(max(0, weight)) }
}
