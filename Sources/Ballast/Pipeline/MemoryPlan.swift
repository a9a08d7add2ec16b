import BallastCore

/// How a run keeps the promise of `--memory`: with all rows at hand where they fit, else by sequential passes over disk.
struct MemoryPlan: Sendable {
    /// Peak resident bytes with all rows at hand.
    let direct: Int
    /// Peak resident bytes by passes, with the smallest buckets.
    let scattered: Int
    let limit: Int
    /// Whether rows are compared in ways that passes over disk have no form for: guards, under-sampling by distances, label
    /// rules that look at rows, steps that depend on both.
    let needsRowsAtHand: Bool

    /// The program, its libraries, what the stages keep whatever the input, and what the allocator does not give back,
    /// as measured.
    private static let fixedBytes = 56 << 20
    /// More of the same for the passes over disk.
    private static let passBytes = 36 << 20
    /// Blocks of references that stream past, scaled.
    fileprivate static let streamBytes = 56 << 20
    /// Chunks in work or waiting, per thread.
    private static let threadBytes = 10 << 20
    private static let leastBucketBytes = 16 << 20

    init(_ preparation: Preparation, resources: Resources) {
        limit = resources.memory
        let population = preparation.population
        let rowBytes = population.features?.bytesPerRow ?? 0
        let codeBytes = 4 * (population.categorical?.width ?? 0)
        // Label, class row list, part and part row list of every row.
        let perRow = 4 + 8 + 9 + codeBytes
        // Products of all pairs of classes: those of the blocks in work or waiting, and their sum.
        let products =
            preparation.weighting == .prior
            ? (4 * resources.threads + 2) * 8 * population.classCount * population.classCount : 0
        let base =
            Self.fixedBytes + resources.threads * Self.threadBytes + population.rowCount * perRow + products
        let (width, searchBytes) = (preparation.search.width, preparation.search.bytesPerRow)
        let searched = preparation.searchedRows
        // Scaled in float32 and in bytes, the lists, and room to order them.
        let neighbors =
            searched * (5 * width + 128)
            + (preparation.searchesAllRows ? 8 * population.training.count + Self.streamBytes : 0)
            + preparation.search.fixedBytes
            + preparation.method.preparationBytes(
                width: population.features?.width ?? 0, classCount: population.classCount)
            // The cluster of every row, and the members of each.
            + (preparation.searches == .clusters ? 4 * population.rowCount + 16 * searched : 0)
        let judging = preparation.judgingBytes(bytesPerRow: rowBytes + codeBytes)
        needsRowsAtHand =
            judging > 0 || preparation.method.comparesPairs || preparation.labelRules.contains { $0.looksAtRows }
        direct =
            base + max(neighbors, judging) + preparation.labelBytes(threads: resources.threads)
            + population.rowCount * (rowBytes + preparation.search.addedBytesPerRow)
        // Query rows are looked up one by one, and each touch maps sixteen pages.
        let touched = preparation.searchesAllRows ? min(searched * 65_536, population.rowCount * searchBytes) : 0
        let reversed = 8 * population.training.count + 8 * searched * 16
        scattered =
            base + neighbors + max(touched, searched * searchBytes) + reversed + 2 * Self.leastBucketBytes
            + Self.passBytes
    }

    /// Whether all rows may be at hand.
    var isDirect: Bool { direct <= limit }

    /// Bytes of the rows of a bucket.
    var bucketBytes: Int { Self.leastBucketBytes + max(0, limit - scattered) / 2 }

    /// - Throws: ``MemoryShortage`` with the number that would do.
    func check() throws {
        if isDirect { return }
        if needsRowsAtHand { throw MemoryShortage(limit: limit, needed: direct) }
        if scattered > limit { throw MemoryShortage(limit: limit, needed: min(direct, scattered)) }
    }
}

/// The run cannot be done in the memory that it may use (exit code 69). Nothing has been written.
public struct MemoryShortage: Error, Equatable, CustomStringConvertible, Sendable {
    public var limit: Int
    public var needed: Int

    public var description: String {
        func mebibytes(_ bytes: Int) -> Int { (bytes + (1 << 20) - 1) >> 20 }
        return "--memory: \(limit >> 20)MiB is not enough for this run; give at least \(mebibytes(needed))MiB"
    }
}

extension Preparation {
    /// What label rules take: what they prepare and, where they look at rows, per thread a block of training rows in float32
    /// and the rows that ask.
    fileprivate func labelBytes(threads: Int) -> Int {
        labelRules.reduce(0) { sum, rule in
            sum + (rule.looksAtRows ? threads * (24 << 20) : 0)
                + rule.preparedBytes(
                    trainingRows: population.training.count, width: population.features?.width ?? 0)
        }
    }

    /// Rows whose neighbours are looked for at one time, at most: those of the largest class that gets rows, or all.
    var searchedRows: Int {
        guard searches != .none else { return 0 }
        // A method of one stratum looks for those of every row.
        if type(of: method).strata == .everything || searches == .ofTraining {
            return population.training.count
        }
        return Int(zip(population.counts, quotas).map { $1 > 0 ? $0 : 0 }.max() ?? 0)
    }

    /// Bytes of what compares rows beside the method: 0 without guards and under-sampling by distances.
    fileprivate func judgingBytes(bytesPerRow: Int) -> Int {
        guard selection.comparesRows || !guards.isEmpty else { return 0 }
        let width = population.features?.width ?? 0
        // As for the neighbours of every training row; for synthetic rows also a copy of the training rows, a block of
        // candidates with their lists, and a bit and a byte for each candidate.
        let searched = population.training.count * (5 * width + 128) + MemoryPlan.streamBytes
        guard !guards.isEmpty else { return searched }
        let candidates = Int(clamping: mostQuotas.reduce(0, +))
        return searched + population.training.count * bytesPerRow + MemoryPlan.streamBytes + candidates / 8 * 9
    }

    /// Whether all training rows take part in a search.
    var searchesAllRows: Bool { searchedRows > 0 && searches != .sameClass && searches != .clusters }

    fileprivate var searches: SearchKind { type(of: method).search }
}
