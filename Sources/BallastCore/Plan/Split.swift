/// Divides the rows into training, validation and test rows, before anything else looks at them.
public struct Split: Sendable {
    /// Shares of train, validation and test, as whole weights.
    public var weights: [Int64]
    /// Each class is divided by itself.
    public var stratify: Bool
    /// What the choice of rows is keyed by.
    public var seed: UInt64

    public init(weights: [Int64], stratify: Bool, seed: UInt64) {
        precondition(weights.count == 3)
        self.weights = weights
        self.stratify = stratify
        self.seed = seed
    }

    /// Divides row by row: per class by largest remainder, the rows chosen by a keyed permutation.
    ///
    /// - Parameters:
    ///   - parts: part of each row; those already ``Part/dropped`` stay so.
    ///   - labels: class of each row.
    /// - Complexity: O(rows).
    public func divide(_ parts: StoredArray<UInt8>, labels: StoredArray<Int32>, classCount: Int) {
        var counts = [Int64](repeating: 0, count: stratify ? classCount : 1)
        forEachRow(parts, labels) { _, stratum in counts[stratum] += 1 }
        let shares = counts.map { Apportionment.shares(of: $0, weights: weights) }
        let stream = RandomStream(seed: seed, purpose: .splitPermutation)
        let permutations = counts.indices.map {
            KeyedPermutation(count: max(counts[$0], 1), key: stream.key(0, stream: Int32($0)))
        }
        var next = counts.map { _ in Int64(0) }
        forEachRow(parts, labels) { row, stratum in
            let place = permutations[stratum](next[stratum])
            next[stratum] += 1
            let share = shares[stratum]
            parts[row] = (place < share[0] ? Part.train : place < share[0] + share[1] ? .validation : .test).rawValue
        }
    }

    private func forEachRow(
        _ parts: StoredArray<UInt8>, _ labels: StoredArray<Int32>, _ body: (_ row: Int, _ stratum: Int) -> Void
    ) {
        for row in 0..<parts.count where parts[row] != Part.dropped.rawValue {
            body(row, stratify ? Int(labels[row]) : 0)
        }
    }
}
