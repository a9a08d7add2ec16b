/// Whole numbers that sum to an exact total and follow given weights: the largest remainder method.
///
/// Every share is rounded down; the units that are missing go to the largest remainders, ties by index.
public enum Apportionment {
    /// Shares of `total` for whole weights, in exact integer arithmetic. All weights 0: equal weights.
    ///
    /// - Parameters: `total` ≥ 0; `weights` ≥ 0, not empty.
    /// - Complexity: O(n log n).
    public static func shares(of total: Int64, weights: [Int64]) -> [Int64] {
        let weights = weights.allSatisfy { $0 == 0 } ? weights.map { _ in 1 } : weights
        let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
        var shares: [Int64] = []
        var remainders: [Int128] = []
        for weight in weights {
            let (quotient, remainder) = (Int128(total) * Int128(weight)).quotientAndRemainder(dividingBy: sum)
            shares.append(Int64(quotient))
            remainders.append(remainder)
        }
        handOut(total - shares.reduce(0, +), to: &shares, by: remainders)
        return shares
    }

    /// Shares of `total` for real weights in float64. All weights 0: equal weights.
    public static func shares(of total: Int64, weights: [Double]) -> [Int64] {
        let weights = weights.allSatisfy { $0 == 0 } ? weights.map { _ in 1.0 } : weights
        let sum = weights.reduce(0, +)
        let exact = weights.map { Double(total) * $0 / sum }
        var shares = exact.map { Int64($0) }
        let missing = total - shares.reduce(0, +)
        handOut(missing, to: &shares, by: zip(exact, shares).map { $0 - Double($1) })
        return shares
    }

    private static func handOut<Remainder: Comparable>(
        _ units: Int64, to shares: inout [Int64], by remainders: [Remainder]
    ) {
        guard units > 0 else { return }
        let order = shares.indices.sorted { (remainders[$0], $1) > (remainders[$1], $0) }
        for index in order.prefix(Int(units)) { shares[index] += 1 }
    }
}
