package import BallastCore

/// Makes output that memory does not hold: the shares of input rows in one sequential pass, sorted into buckets of
/// consecutive output positions on disk; then the output, bucket by bucket.
///
/// Each parent's share is written once and read once, but of those rows that stay in memory.
package struct ShareScatter: Sendable {
    package let plan: TrainingPlan
    /// Where the shares go.
    package let directory: String
    /// Which rows stay in memory, and how many bytes the others take.
    package let design: Design

    /// What stays in memory.
    package struct Design: Equatable, Sendable {
        /// Bytes of rows that a bucket may hold, and bytes of all buffers together while scattering.
        package var bucketBytes: Int
        /// Of each class, whether its rows stay in memory.
        package var keepsClass: [Bool]
        /// Whether synthetic rows have parents besides the rows that stay.
        package var handsOutCandidates: Bool

        package init(bucketBytes: Int, keepsClass: [Bool], handsOutCandidates: Bool) {
            self.bucketBytes = bucketBytes
            self.keepsClass = keepsClass
            self.handsOutCandidates = handsOutCandidates
        }

        /// Shares of an output row at most.
        fileprivate var sharesPerRow: Int { handsOutCandidates ? 2 : 1 }
    }

    /// A bucket's buffer at most: large enough that its writes and reads are sequential.
    private static let mostBufferBytes = 256 << 10

    package init(plan: TrainingPlan, directory: String, design: Design) {
        self.plan = plan
        self.directory = directory
        self.design = design
    }

    /// Cuts the positions into buckets, whole runs at a time, fills them, and calls `body` with each.
    ///
    /// - Parameter runs: consecutive positions that are made together.
    func forEachBucket(
        of runs: some Sequence<Range<Int>>, features: RowStore, threads: Int,
        _ body: (_ positions: Range<Int>, BucketRows) throws -> Void
    ) throws {
        // Only what is touched becomes resident.
        let storage = WorkStorage(directory: directory, memoryLimit: .max)
        let kept = try KeptRows(classes: design.keepsClass, of: plan.population, in: storage)
        let rowBytes = features.bytesPerRow
        let spans = cut(runs, rowBytes: rowBytes)
        let count = kept.count + design.sharesPerRow * (spans.map(\.count).max() ?? 0)
        let region = try storage.makeRegion(named: "bucket", byteCount: count * rowBytes)
        let store = RowStore(
            elementType: features.elementType, rowShape: features.rowShape, count: count, region: region)
        for bucket in try filled(spans, kept, in: store, of: features, storage, threads: threads) {
            let heads = try bucket.read(into: store.start(ofRow: kept.count), threads: threads)
            try body(
                bucket.positions, BucketRows(positions: bucket.positions, store: store, kept: kept, heads: heads))
        }
    }

    /// Buckets with all shares; the rows that stay are put where they stay.
    private func filled(
        _ spans: [Range<Int>], _ kept: KeptRows, in store: RowStore, of features: RowStore, _ storage: some Storage,
        threads: Int
    ) throws -> [ShareBucket] {
        let file = try ShareFile(in: directory)
        let shareBytes = ShareBucket.shareBytes(rowBytes: features.bytesPerRow)
        let bufferBytes = min(Self.mostBufferBytes, design.bucketBytes / max(1, spans.count))
        let capacity = max(1, bufferBytes / shareBytes)
        // Each starts at a multiple of eight bytes.
        let stride = (capacity * shareBytes + 7) / 8 * 8
        let buffers = try storage.makeRegion(named: "buffers", byteCount: spans.count * stride)
        let buckets = spans.enumerated().map { index, positions in
            ShareBucket(
                positions: positions, rowBytes: features.bytesPerRow, capacity: capacity,
                buffer: buffers.start + index * stride, file: file)
        }
        try fill(buckets, kept, in: store, of: features, threads: threads)
        for bucket in buckets { try bucket.finish() }
        return withExtendedLifetime(buffers) { buckets }
    }

    private func fill(
        _ buckets: [ShareBucket], _ kept: KeptRows, in store: RowStore, of features: RowStore, threads: Int
    ) throws {
        try Parallel.forEachChunk(of: features.count, size: features.rowsPerDrop, threads: threads) { rows in
            var batch = ShareBatch(for: buckets, of: features)
            for c in 0..<plan.population.classCount {
                for place in plan.population.positions(
                    ofClass: c, among: Int64(rows.lowerBound)..<Int64(rows.upperBound))
                {
                    let row = plan.population.classRows[place]
                    if kept.holdsClass(c) {
                        store.start(ofRow: kept.index(of: row))
                            .copyMemory(from: features.start(ofRow: Int(row)), byteCount: features.bytesPerRow)
                    } else if let position = plan.position(ofOriginalAt: place) {
                        batch.add(ShareHead(row: row, label: c, for: position, .base))
                    }
                    if design.handsOutCandidates { addCandidates(needing: row, ofClass: c, kept, to: &batch) }
                }
            }
            try batch.finish()
            features.drop(rows)
            plan.population.dropLists()
        }
    }

    /// Without what is found in memory when the row is made: a base that stays, and a partner that stays where the base does
    /// too, so that the pair is looked up. Where there are partners, bases are of the class that candidates are counted by.
    private func addCandidates(needing row: Int64, ofClass c: Int, _ kept: KeptRows, to batch: inout ShareBatch) {
        plan.forEachCandidate(needing: row) { candidate, position, share in
            if kept.holdsClass(c) && (share == .base || kept.holdsClass(Int(candidate.stratum))) { return }
            batch.add(ShareHead(row: row, label: c, for: position, share))
        }
    }

    /// Buckets of at most ``Design/bucketBytes`` of shares, and at least one run. A share has a head, and a row the places
    /// of its two.
    private func cut(_ runs: some Sequence<Range<Int>>, rowBytes: Int) -> [Range<Int>] {
        let bytes = design.sharesPerRow * ShareBucket.shareBytes(rowBytes: rowBytes) + 8
        let mostRows = max(1, design.bucketBytes / bytes)
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
}
