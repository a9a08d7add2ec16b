/// Rows of a shard that are composed and appended together: whole chunks of the first field.
struct ShardBlock: Sendable {
    var shard: Int
    var rows: Range<Int>
    var chunkRows: Int
}

/// The blocks of the shards that are to be made, in order; each is worked out when it is asked for, because a large output
/// has millions.
struct ShardBlocks: RandomAccessCollection, Sendable {
    /// At least so many rows are composed in one go, so that wide rows do not drown in bookkeeping.
    private static let leastRows = 256

    private let cut: ShardCut
    private let field: ShardLayout.Field
    /// Ascending: only the last of them can be shorter than the others.
    private let shards: [Int]
    private let blocksPerShard: Int

    let startIndex = 0
    let endIndex: Int

    /// - Parameters:
    ///   - shards: ascending.
    ///   - field: the first field, whose chunks make the blocks.
    init(ofShards shards: [Int], of cut: ShardCut, chunkedLike field: ShardLayout.Field) {
        (self.cut, self.field, self.shards) = (cut, field, shards)
        let counts = [shards.first, shards.last].map { shard in
            shard.map { Self.count(cut.rows(ofShard: $0).count, field) } ?? 0
        }
        blocksPerShard = counts[0]
        endIndex = shards.isEmpty ? 0 : (shards.count - 1) * counts[0] + counts[1]
    }

    subscript(index: Int) -> ShardBlock {
        let (place, block) = index.quotientAndRemainder(dividingBy: blocksPerShard)
        let rows = cut.rows(ofShard: shards[place])
        let step = Self.step(rows.count, field)
        let start = rows.lowerBound + block * step
        return ShardBlock(
            shard: shards[place], rows: start..<Swift.min(start + step, rows.upperBound),
            chunkRows: field.chunkRows(ofShardWith: rows.count))
    }

    /// Those of `bounds`, cut where one shard ends and the next begins.
    func runsByShard(among bounds: Range<Int>) -> [Range<Int>] {
        if bounds.isEmpty { return [] }
        let first = bounds.lowerBound / blocksPerShard * blocksPerShard
        return stride(from: first, to: bounds.upperBound, by: blocksPerShard).map { start in
            (start..<start + blocksPerShard).clamped(to: bounds)
        }
    }

    private static func count(_ rows: Int, _ field: ShardLayout.Field) -> Int {
        let step = step(rows, field)
        return (rows + step - 1) / step
    }

    /// Rows of a block in a shard of `rows` rows.
    private static func step(_ rows: Int, _ field: ShardLayout.Field) -> Int {
        let chunkRows = field.chunkRows(ofShardWith: rows)
        return chunkRows * ((leastRows + chunkRows - 1) / chunkRows)
    }
}
