import BallastCore
import BallastFormats
import Synchronization

/// Reads every value of the sound shards once, block by block, and asks all that can be asked of it.
struct ValueCheck: Sendable {
    private let data: VerifiedSet
    private let shards: [VerifiedSet.Shard]
    private let remaking: Remaking?
    private let storage: any Storage
    private let threads: Int
    private let labels: LabelCheck
    private let rows: LineageCheck
    private let weights: WeightCheck
    private let features: FeatureCheck

    /// Bytes of a block, all fields together.
    private static let blockBytes = 4 << 20

    init(
        data: VerifiedSet, shards: [VerifiedSet.Shard], remaking: Remaking?, storage: any Storage, threads: Int
    ) {
        self.data = data
        self.shards = shards
        self.remaking = remaking
        self.storage = storage
        self.threads = threads
        labels = LabelCheck(classCount: data.manifest.classes.count)
        let leavesSegments = data.recipe.method.settings.leavesSegments
        rows = LineageCheck(inputRows: data.inputRows, leavesSegments: leavesSegments)
        weights = WeightCheck(data.manifest)
        features = FeatureCheck(data.manifest.columns, leavesSegments: leavesSegments)
    }

    /// - Returns: the shards of which every value could be read.
    func check(_ log: inout FindingLog, progress: ProgressCounter) throws -> [VerifiedSet.Shard] {
        let blocks = shards.indices.flatMap(makeBlocks)
        let open = OpenShards(data, shards)
        let state = Mutex(try State(data, storage))
        try Parallel.ordered(blocks.count, threads: threads) { index in
            try examine(blocks[index], open)
        } consume: { index, examined in
            let block = blocks[index]
            state.withLock { take(examined, block, &$0) }
            if block.isLast { open.close(block.shard) }
            try progress.add(block.rows.count)
        }
        return state.withLock { state in
            if state.unreadable.isEmpty { state.usage.checkTotals(shards, &state.log) }
            log.merge(state.log)
            return shards.filter { !state.unreadable.contains($0.name) }
        }
    }

    private struct Block: Sendable {
        var shard: Int
        var rows: Range<Int>
        var isLast: Bool
    }

    private func makeBlocks(ofShard shard: Int) -> [Block] {
        let count = shards[shard].summary.rows
        // Whole chunks of the first field, nearly always the largest, so that none is unpacked twice.
        let chunk = data.layout.fields[0].chunkRows(ofShardWith: count)
        let step = chunk * max(1, Self.blockBytes / data.layout.bytesPerRow / chunk)
        return stride(from: 0, to: count, by: step).map {
            Block(shard: shard, rows: $0..<min($0 + step, count), isLast: $0 + step >= count)
        }
    }

    private struct Examined: Sendable {
        /// Nil where the rows could not be read.
        var rows: ShardRows?
        var log: FindingLog
    }

    /// What can be asked of some rows by themselves.
    private func examine(_ block: Block, _ open: OpenShards) throws -> Examined {
        let shard = shards[block.shard]
        var log = FindingLog()
        let read = Result { try open.reader(block.shard).read(block.rows, of: data.layout) }
        switch read {
        case .failure(let error):
            log.add(.totals, shard.name, "rows \(block.rows.lowerBound) to \(block.rows.upperBound - 1): \(error)")
            return Examined(rows: nil, log: log)
        case .success(let values):
            labels.check(values, shard, &log)
            rows.check(values, shard, &log)
            weights.check(values, shard, &log)
            features.check(values, shard, &log)
            try remaking?.check(values, shard, &log)
            return Examined(rows: values, log: log)
        }
    }

    private struct State {
        var log = FindingLog()
        var totals: ShardTotals?
        var usage: RowUsage
        var unreadable: Set<String> = []

        init(_ data: VerifiedSet, _ storage: any Storage) throws { usage = try RowUsage(data, storage) }
    }

    /// What needs the rows in order.
    private func take(_ examined: Examined, _ block: Block, _ state: inout State) {
        let shard = shards[block.shard]
        state.log.merge(examined.log)
        if block.rows.lowerBound == 0 {
            state.totals = ShardTotals(data.layout, shard, classCount: data.manifest.classes.count)
        }
        guard let rows = examined.rows else {
            state.unreadable.insert(shard.name)
            return
        }
        state.usage.add(rows, of: shard, &state.log)
        guard !state.unreadable.contains(shard.name) else { return }
        state.totals?.add(rows)
        if block.isLast { state.totals?.check(&state.log) }
    }
}

/// Shards opened when first needed; each is closed after its last block.
private final class OpenShards: Sendable {
    private let folder: String
    private let names: [String]
    private let readers = Mutex<[Int: ShardReader]>([:])

    init(_ data: VerifiedSet, _ shards: [VerifiedSet.Shard]) {
        folder = data.path
        names = shards.map(\.name)
    }

    func reader(_ shard: Int) throws -> ShardReader {
        try readers.withLock { readers in
            if let known = readers[shard] { return known }
            let reader = try ShardReader(folder + "/" + names[shard])
            readers[shard] = reader
            return reader
        }
    }

    func close(_ shard: Int) { readers.withLock { readers in readers[shard] = nil } }
}
