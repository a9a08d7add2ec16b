import BallastCore
import BallastFormats

/// How a run keeps the promise of `--memory`: with all rows at hand where they fit, else by sequential passes over disk.
struct MemoryPlan: Sendable {
    /// Peak resident bytes with all rows at hand.
    let direct: Int
    /// Peak resident bytes by passes, with the smallest buckets, beside ``passing``.
    private let scatteredBase: Int
    /// Bytes of arrays that are only read from one end to the other, so that their pages go again: resident is what of
    /// them the storage holds in plain memory.
    private let passing: Int
    /// Bytes of them that are resident while output is made by passes, with the smallest buckets.
    private let writingBase: Int
    let limit: Int
    private let demand: MemoryDemand

    /// The program, its libraries, what the stages keep whatever the input, and what the allocator does not give back,
    /// as measured.
    private static let fixedBytes = 48 << 20
    /// More of the same for the passes over disk.
    private static let passBytes = 20 << 20
    /// Blocks of references that stream past, scaled.
    fileprivate static let streamBytes = 56 << 20
    /// Chunks in work or waiting, per thread.
    private static let threadBytes = 10 << 20
    private static let leastBucketBytes = 16 << 20
    /// The share of the limit that arrays may fill in plain memory.
    private static let plainShare = 4

    /// Bytes that arrays of a run may fill in plain memory; what is more goes to mapped files.
    static func plainBytes(limit: Int) -> Int { limit / plainShare }

    init(_ demand: MemoryDemand, resources: Resources) {
        limit = resources.memory
        self.demand = demand
        let (rows, threads) = (demand.rowCount, resources.threads)
        // Classes and lists of rows are read from end to end, unless a method looks rows up or weights are solved for.
        let looksUpRows = demand.method.looksUpRows || demand.weighting != .ones
        let lists = 4 * rows + 8 * demand.trainingRows
        let kept = rows * demand.codeBytes + (looksUpRows ? lists : 0)
        passing = rows * (demand.hasParts ? 9 : 0) + (looksUpRows ? 0 : lists) + demand.replacedBytes
        let base = Self.fixedBytes + threads * Self.threadBytes + kept + demand.productBytes(threads: threads)
        let neighbors = demand.neighborBytes
        direct =
            base + passing + max(neighbors, demand.judgingBytes, demand.imputationBytes)
            + demand.labelBytes(threads: threads)
            + rows * (demand.rowBytes + demand.search.addedBytesPerRow)
        let searched = demand.searchedRows
        let searchBytes = demand.search.isOfFeatures ? demand.rowBytes : demand.search.bytesPerRow
        // Query rows are looked up one by one.
        let touched = demand.searchesAllRows ? min(searched * Region.mostTouchedBytes, rows * searchBytes) : 0
        let reversed = searched > 0 ? 8 * demand.trainingRows + demand.listBytes : 0
        scatteredBase =
            base + Self.passBytes
            + max(
                neighbors + max(touched, searched * searchBytes) + reversed + 2 * Self.leastBucketBytes,
                demand.imputationBytes)
        writingBase =
            base + Self.passBytes + demand.samplerBytes + reversed + 2 * Self.leastBucketBytes
    }

    /// Whether all rows may be at hand.
    var isDirect: Bool { direct <= limit }

    /// Peak resident bytes by passes, with the smallest buckets.
    var scattered: Int { scatteredBase + min(passing, Self.plainBytes(limit: limit)) }

    /// The least limit for passes.
    private var leastScattered: Int {
        let share = Self.plainShare
        return min(scatteredBase + passing, (scatteredBase * share + share - 2) / (share - 1))
    }

    /// What of the rows is in memory while output is made by passes. Half of what is left may be rows that stay, the rest
    /// makes buckets larger.
    var scatter: ShareScatter.Design {
        let left = max(0, limit - writingBase - min(passing, Self.plainBytes(limit: limit)))
        let kept = demand.keptClasses(bytes: left / 2)
        let isWhole = type(of: demand.method).pairsWithinClass && kept.isAll
        return ShareScatter.Design(
            bucketBytes: Self.leastBucketBytes + (left - kept.bytes) / 2, keepsClass: kept.keepsClass,
            handsOutCandidates: !isWhole)
    }

    /// - Throws: ``MemoryShortage`` with the number that would do.
    func check() throws {
        if isDirect { return }
        if demand.needsRowsAtHand { throw MemoryShortage(limit: limit, needed: direct) }
        if scattered > limit { throw MemoryShortage(limit: limit, needed: min(direct, leastScattered)) }
    }
}

/// The run cannot be done in the memory that it may use (exit code 69). Nothing has been written.
public struct MemoryShortage: Error, Equatable, CustomStringConvertible, Sendable {
    /// Bytes that the run may hold.
    public var limit: Int
    /// Bytes that would do.
    public var needed: Int

    public var description: String {
        func mebibytes(_ bytes: Int) -> Int { (bytes + (1 << 20) - 1) >> 20 }
        return "--memory: \(limit >> 20)MiB is not enough for this run; give at least \(mebibytes(needed))MiB"
    }
}

extension MemoryDemand {
    /// Products of all pairs of classes: those of the blocks in work or waiting, and their sum.
    fileprivate func productBytes(threads: Int) -> Int {
        weighting == .prior ? (4 * threads + 2) * 8 * classCount * classCount : 0
    }

    /// What looking for neighbours takes beside the rows, and preparing the method.
    fileprivate var neighborBytes: Int {
        // Scaled in float32 and in bytes, and room to order them; the distances of lists while they are made.
        searchedRows * (5 * search.width + 48 + 8 * method.listedNeighbors) + samplerBytes
            + (searchesAllRows ? 8 * trainingRows + MemoryPlan.streamBytes : 0) + search.fixedBytes
    }

    /// Lists of neighbours.
    fileprivate var listBytes: Int { 8 * listedRows * method.listedNeighbors }

    /// What of that is there as long as the method is asked.
    fileprivate var samplerBytes: Int {
        listBytes + method.preparationBytes(width: width, classCount: classCount)
            // The cluster of every row, and the members of each.
            + (searches == .clusters ? 4 * rowCount + 16 * searchedRows : 0)
            + Int(clamping: quotas.reduce(0, +)) * method.bytesPerCandidate
    }

    /// The values of a column, those that are there, and they in order.
    fileprivate var imputationBytes: Int { imputes ? 12 * trainingRows : 0 }

    /// What label rules take: what they prepare and, where they look at rows, per thread a block of training rows in float32
    /// and the rows that ask.
    fileprivate func labelBytes(threads: Int) -> Int {
        labelRules.reduce(0) { sum, rule in
            sum + (rule.looksAtRows ? threads * (24 << 20) : 0)
                + rule.preparedBytes(trainingRows: trainingRows, width: width)
        }
    }

    /// Bytes of what compares rows beside the method: 0 without guards and under-sampling by distances.
    fileprivate var judgingBytes: Int {
        guard selectionCompares || judges else { return 0 }
        // As for the neighbours of every training row; for synthetic rows also a copy of the training rows, a block of
        // candidates with their lists, and a bit and a byte for each candidate.
        let searched = trainingRows * (5 * width + 128) + MemoryPlan.streamBytes
        guard judges else { return searched }
        let candidates = Int(clamping: mostQuotas.reduce(0, +))
        return searched + trainingRows * (rowBytes + codeBytes) + MemoryPlan.streamBytes + candidates / 8 * 9
    }
}
