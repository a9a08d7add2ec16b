package import BallastCore

/// Makes output that memory does not hold: the shares of all input rows in one sequential pass, sorted into buckets of
/// consecutive output positions on disk; then the output, bucket by bucket.
///
/// Each parent's share is written once and read once.
package struct ShareScatter: Sendable {
    package let plan: TrainingPlan
    /// Where the shares go.
    package let directory: String
    /// Bytes of rows that a bucket may hold, and bytes of all buffers together while scattering.
    package let bucketBytes: Int

    private static let rowsPerBlock = 4096
    /// A bucket's buffer at most: large enough that its writes and reads are sequential.
    private static let mostBufferBytes = 256 << 10

    package init(plan: TrainingPlan, directory: String, bucketBytes: Int) {
        self.plan = plan
        self.directory = directory
        self.bucketBytes = bucketBytes
    }

    /// Cuts the positions into buckets, whole runs at a time, and fills them.
    ///
    /// - Parameter runs: consecutive positions that are made together.
    func fill(runs: some Sequence<Range<Int>>, features: RowStore, threads: Int) throws -> [ShareBucket] {
        let file = try ShareFile(in: directory)
        let spans = cut(runs, rowBytes: features.bytesPerRow)
        let bufferBytes = min(Self.mostBufferBytes, bucketBytes / max(1, spans.count))
        let capacity = max(1, bufferBytes / features.bytesPerRow)
        let buckets = spans.map {
            ShareBucket(positions: $0, rowBytes: features.bytesPerRow, capacity: capacity, file: file)
        }
        let starts = buckets.map(\.positions.lowerBound)
        let blocks = (features.count + Self.rowsPerBlock - 1) / Self.rowsPerBlock
        try Parallel.forEach(blocks, threads: threads) { block in
            let rows = block * Self.rowsPerBlock..<min((block + 1) * Self.rowsPerBlock, features.count)
            for row in rows { try scatter(row, features, buckets, starts) }
            features.drop(rows)
            plan.population.dropLists()
        }
        return buckets
    }

    private func scatter(_ row: Int, _ features: RowStore, _ buckets: [ShareBucket], _ starts: [Int]) throws {
        let bytes = UnsafeRawBufferPointer(
            start: features.start + row * features.bytesPerRow, count: features.bytesPerRow)
        var failure: (any Error)?
        let label = plan.population.labels[row]
        plan.forEachPosition(needing: Int64(row)) { position, share in
            let bucket = Self.bucket(of: Int(position), starts)
            guard bucket >= 0, buckets[bucket].positions.contains(Int(position)) else { return }
            do {
                try buckets[bucket].add(
                    bytes, ShareHead(row: Int64(row), label: label, for: position, share))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Buckets of at most ``bucketBytes`` of shares, two a row, and at least one run. A share has a head, and a row the places
    /// of its two.
    private func cut(_ runs: some Sequence<Range<Int>>, rowBytes: Int) -> [Range<Int>] {
        let mostRows = max(1, bucketBytes / (2 * (rowBytes + MemoryLayout<ShareHead>.stride + 4)))
        var buckets: [Range<Int>] = []
        for run in runs {
            if let last = buckets.last, last.upperBound == run.lowerBound,
                run.upperBound - last.lowerBound <= mostRows
            {
                buckets[buckets.count - 1] = last.lowerBound..<run.upperBound
            } else {
                buckets.append(run)
            }
        }
        return buckets
    }

    /// The last bucket that does not start after `position`; −1 if all do.
    private static func bucket(of position: Int, _ starts: [Int]) -> Int {
        var (low, high) = (-1, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= position { low = middle } else { high = middle }
        }
        return low
    }
}
