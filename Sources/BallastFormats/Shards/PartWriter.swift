import BallastCore
package import HDF5
import Synchronization

/// Writes all shards of one part: rows composed and packed in parallel, each file written from its first row to its last,
/// several files side by side where there are threads for it.
package struct PartWriter: Sendable {
    package let content: PartContent
    package let cut: ShardCut
    package let composer: RowComposer
    package let encoder: ChunkEncoder
    /// Root attributes of a shard, given its number.
    package let attributes: @Sendable (_ shard: Int) -> [(String, Attribute)]
    package let classCount: Int
    /// How the rows are brought together where memory does not hold the row store.
    package let scatter: ShareScatter?

    package init(
        content: PartContent, cut: ShardCut, composer: RowComposer, encoder: ChunkEncoder, classCount: Int,
        scatter: ShareScatter? = nil, attributes: @escaping @Sendable (_ shard: Int) -> [(String, Attribute)]
    ) {
        self.content = content
        self.cut = cut
        self.composer = composer
        self.encoder = encoder
        self.classCount = classCount
        self.scatter = scatter
        self.attributes = attributes
    }

    /// - Parameter progress: told how many rows have been written, now and then, from any thread.
    /// - Returns: the summaries in shard order.
    package func write(
        into stage: StagedShards, threads: Int, progress: @Sendable (Int) throws -> Void
    ) throws -> [ShardSummary] {
        let names = (0..<cut.shardCount).map { ShardCut.name(content.part, $0) }
        var summaries: [String: ShardSummary] = [:]
        for name in names { summaries[name] = stage.finisher.finished(name) }
        let blocks = ShardBlocks(
            ofShards: names.indices.filter { summaries[names[$0]] == nil }, of: cut,
            chunkedLike: composer.layout.fields[0])
        // By shard: one that more than one bucket makes stays open between them.
        let open = Mutex<[Int: OpenShard]>([:])
        do {
            try forEachBucket(of: blocks, threads: threads) { indices, bucket in
                let runs = blocks.runsByShard(among: indices)
                try Parallel.ordered(sequences: runs.map(\.count), threads: threads) { run, index in
                    try compose(blocks[runs[run].lowerBound + index], from: bucket)
                } consume: { run, index, composed in
                    let block = blocks[runs[run].lowerBound + index]
                    try stage.finisher.check()
                    try append(composed, block, to: open, stage)
                    try progress(block.rows.count)
                }
            }
        } catch {
            // Nothing may go on in the stage once its lock is given back.
            _ = try? stage.finisher.wait()
            throw error
        }
        summaries.merge(try stage.finisher.wait()) { $1 }
        return try names.map { name in
            guard let summary = summaries[name] else { throw FileSystemError("find the finished '\(name)'") }
            return summary
        }
    }

    /// Has one writer at a time: blocks of a shard are consumed in order.
    private final class OpenShard: Sendable {
        let file = Mutex<ShardFile?>(nil)
    }

    private struct Composed: Sendable {
        var rows: ComposedRows
        /// Chunks of the first field, which is nearly always the largest by far.
        var packed: [[UInt8]]
    }

    /// Calls `body` with all blocks at once, or bucket by bucket with the input rows that they need.
    private func forEachBucket(
        of blocks: ShardBlocks, threads: Int, _ body: (_ indices: Range<Int>, BucketRows?) throws -> Void
    ) throws {
        guard let scatter, let features = composer.features else { return try body(0..<blocks.count, nil) }
        var rest = blocks[...]
        try scatter.forEachBucket(of: blocks.lazy.map(\.rows), features: features, threads: threads) {
            positions, bucket in
            let own = rest.prefix { $0.rows.lowerBound < positions.upperBound }
            rest = rest.dropFirst(own.count)
            try body(own.startIndex..<own.endIndex, bucket)
        }
    }

    private func compose(_ block: ShardBlock, from bucket: BucketRows?) throws -> Composed {
        let rows = try composer.compose(block.rows, of: content, from: bucket)
        let bytes = UnsafeRawBufferPointer(rows.buffers[0])
        let chunkBytes = block.chunkRows * composer.layout.fields[0].bytesPerRow
        let packed = try stride(from: 0, to: bytes.count, by: chunkBytes).map { start in
            let chunk = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + chunkBytes, bytes.count)])
            return try encoder.encode(chunk, ofField: 0, chunkBytes: chunkBytes)
        }
        return Composed(rows: rows, packed: packed)
    }

    private func append(
        _ composed: Composed, _ block: ShardBlock, to open: borrowing Mutex<[Int: OpenShard]>, _ stage: StagedShards
    ) throws {
        let rows = cut.rows(ofShard: block.shard)
        let name = ShardCut.name(content.part, block.shard)
        let shard = open.withLock { open in
            let shard = open[block.shard] ?? OpenShard()
            open[block.shard] = block.rows.upperBound == rows.upperBound ? nil : shard
            return shard
        }
        try shard.file.withLock { file in
            if block.rows.lowerBound == rows.lowerBound {
                file = try ShardFile(
                    at: stage.finisher.temporaryPath(of: name), rows: rows.count, layout: composer.layout,
                    encoder: encoder, attributes: attributes(block.shard), classCount: classCount)
            }
            try file?.append(composed.rows, packed: composed.packed)
            if block.rows.upperBound == rows.upperBound, let summary = try file?.finish(name: name, rows: rows.count) {
                stage.finisher.finish(summary)
            }
        }
    }
}

/// The stage of a work directory.
package final class StagedShards: Sendable {
    let finisher: ShardFinisher

    package init(in work: WorkDirectory, threads: Int) throws {
        finisher = try ShardFinisher(stage: work.stage, notes: work.finishedNotes, threads: threads)
    }
}
