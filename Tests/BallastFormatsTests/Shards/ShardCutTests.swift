import BallastFormats
import Testing

@Suite struct ShardCutTests {
    @Test("shards cover the rows, none is empty, and any number of rows per shard will do")
    func cover() {
        let cuts: [(rows: Int, perShard: Int, count: Int)] = [
            (10, 3, 4), (9, 3, 3), (10, .max, 1), (.max, .max, 1), (0, 5, 0), (10, 1, 10),
        ]
        for (rows, perShard, count) in cuts {
            let cut = ShardCut(rowCount: rows, rowsPerShard: perShard)
            #expect(cut.shardCount == count)
            var end = 0
            for shard in 0..<count {
                let range = cut.rows(ofShard: shard)
                #expect(range.lowerBound == end && !range.isEmpty && range.count <= perShard)
                end = range.upperBound
            }
            #expect(end == rows)
        }
        let last = ShardCut(rowCount: .max, rowsPerShard: .max - 1)
        #expect(last.shardCount == 2 && last.rows(ofShard: 1) == Int.max - 1..<Int.max)
    }
}
