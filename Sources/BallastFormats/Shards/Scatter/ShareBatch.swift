import BallastCore

/// Shares on their way to their buckets: gathered by bucket first, so that each is locked once for many of them.
struct ShareBatch {
    /// Shares that wait at most: one row can be needed by any number of output rows.
    private static let most = 1 << 14

    private let buckets: [ShareBucket]
    private let features: RowStore
    private var heads: [[ShareHead]]
    private var count = 0
    private var failure: (any Error)?

    /// - Parameter buckets: ascending.
    init(for buckets: [ShareBucket], of features: RowStore) {
        self.buckets = buckets
        self.features = features
        heads = Array(repeating: [], count: buckets.count)
    }

    /// Takes note that an output row needs an input row. An error waits for ``finish()``, because whoever lists what a row
    /// is needed for cannot be stopped.
    mutating func add(_ head: ShareHead) {
        let bucket = bucket(of: head.position)
        // Positions that were written before have none.
        guard bucket >= 0, buckets[bucket].positions.contains(head.position) else { return }
        heads[bucket].append(head)
        count += 1
        if count == Self.most { handOut() }
    }

    mutating func finish() throws {
        handOut()
        if let failure { throw failure }
    }

    private mutating func handOut() {
        for bucket in heads.indices where !heads[bucket].isEmpty && failure == nil {
            do { try buckets[bucket].add(heads[bucket], of: features) } catch { failure = error }
        }
        for bucket in heads.indices { heads[bucket].removeAll(keepingCapacity: true) }
        count = 0
    }

    /// The last bucket that does not start after `position`; −1 if all do.
    private func bucket(of position: Int) -> Int {
        var (low, high) = (-1, buckets.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if buckets[middle].positions.lowerBound <= position { low = middle } else { high = middle }
        }
        return low
    }
}
