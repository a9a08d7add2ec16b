/// Exact k-nearest-neighbour search.
///
/// A fast filter with a proven margin proposes pairs, the defined float64 arithmetic decides: the table is that of
/// ``NeighborStrategy/float64`` in every entry, on every machine, thread count and strategy.
public struct NeighborSearch: Sendable {
    public var space: NeighborSpace
    /// Where the table goes.
    public var storage: any Storage
    public var threads: Int
    /// A strategy that does not suit the task falls back to one that does; ``NeighborResult/strategy`` says which ran.
    public var strategy = NeighborStrategy.automatic
    public var kernels = NeighborKernels.automatic

    public init(in space: NeighborSpace, storage: any Storage, threads: Int) {
        self.space = space
        self.storage = storage
        self.threads = threads
    }

    /// The nearest references of each query, the row itself excluded by its number, ties by row number.
    ///
    /// - Parameters:
    ///   - k: neighbours wanted, at least 0. Fewer come back when there are not as many: at most the number of references,
    ///     less one when any query is itself a reference.
    ///   - queries: row numbers, ascending, each once.
    ///   - references: row numbers, ascending, each once.
    ///   - tableName: the name of the table's region; `tableName-distances` is used as well.
    /// - Complexity: O(queries · references · width) time; memory beyond the table about one block of references in
    ///   float32, or all of them for self-joins.
    public func nearest(
        k: Int, of queries: StoredArray<Int64>, among references: StoredArray<Int64>, tableName: String
    ) throws -> NeighborResult {
        precondition(k >= 0)
        let overlap = Overlap(queries, references)
        let effective = min(k, references.count - (overlap == .none ? 0 : 1))
        guard effective > 0, queries.count > 0 else { return .empty }
        let lists = try CandidateLists(queries: queries.count, k: effective, in: storage, named: tableName)
        let task = NeighborTask(
            queries: queries, references: references, distance: RowDistance(in: space, kernels: kernels), lists: lists,
            kernels: kernels, threads: threads)
        let chosen = choose(for: task, overlap: overlap)
        switch chosen {
        case .float64: try BruteForceSearch(task: task).run()
        case .float32Pairs: try FloatPairSearch(task).run()
        case .bytePairs: try BytePairSearch(task).run()
        case .automatic, .float32: try FloatSearch(task).run()
        }
        return NeighborResult(
            table: NeighborTable(rows: lists.rows, k: effective), squaredDistances: lists.distances, strategy: chosen)
    }

    /// The table of ``nearest(k:of:among:tableName:)`` with the default strategy.
    public static func nearest(
        k: Int, of queries: StoredArray<Int64>, among references: StoredArray<Int64>, in space: NeighborSpace,
        storage: any Storage, tableName: String, threads: Int
    ) throws -> NeighborTable {
        try NeighborSearch(in: space, storage: storage, threads: threads)
            .nearest(k: k, of: queries, among: references, tableName: tableName).table
    }

    private func choose(for task: NeighborTask, overlap: Overlap) -> NeighborStrategy {
        let columns = task.distance.width + task.distance.nominal
        if strategy == .float64 || columns == 0 || columns > FloatMargin.widest { return .float64 }
        switch strategy {
        case .automatic, .float32Pairs: return overlap == .all ? .float32Pairs : .float32
        case .bytePairs: return overlap != .all ? .float32 : task.distance.nominal > 0 ? .float32Pairs : .bytePairs
        case .float32, .float64: return strategy
        }
    }
}

/// The answer of a ``NeighborSearch``.
public struct NeighborResult: Sendable {
    public let table: NeighborTable
    /// The squared distances of the table's entries in the defined arithmetic, in the same order.
    public let squaredDistances: StoredArray<Double>
    /// What ran.
    public let strategy: NeighborStrategy

    static let empty = NeighborResult(
        table: NeighborTable(rows: StoredArray([]), k: 0), squaredDistances: StoredArray([]), strategy: .float64)
}

/// Whether two ascending lists of row numbers share rows.
private enum Overlap {
    case none, some, all

    init(_ first: StoredArray<Int64>, _ second: StoredArray<Int64>) {
        var shared = 0
        var (i, j) = (0, 0)
        while i < first.count, j < second.count {
            if first[i] == second[j] { shared += 1 }
            let (a, b) = (first[i], second[j])
            if a <= b { i += 1 }
            if b <= a { j += 1 }
        }
        self = shared == 0 ? .none : shared == first.count && shared == second.count ? .all : .some
    }
}
