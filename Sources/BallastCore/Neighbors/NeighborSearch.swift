/// Exact k-nearest-neighbour search.
///
/// A fast filter with a proven margin proposes pairs, the defined float64 arithmetic decides: the table is that of
/// ``NeighborStrategy/float64`` in every entry, on every machine, thread count and strategy.
public struct NeighborSearch: Sendable {
    /// What is searched, and what counts as near.
    public var space: NeighborSpace
    /// Where the table goes.
    public var storage: any Storage
    /// At least 1; the table does not depend on it.
    public var threads: Int
    /// A strategy that does not suit the task falls back to one that does; ``NeighborResult/strategy`` says which ran.
    public var strategy = NeighborStrategy.automatic
    /// For tests; the table does not depend on it.
    public var kernels = NeighborKernels.automatic
    /// References and queries below which preparing bytes takes longer than it saves.
    package var fewestByteReferences = 6000
    package var fewestByteQueries = 200
    /// References and their elements from which bytes pay earlier: of wide rows, each pair spares more.
    private static let fewestWideReferences = 1000
    private static let fewestWideElements = 1 << 22

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
    /// - Complexity: O(queries · references · width) time; memory beyond the table about one block of references, or
    ///   all of them for self-joins, in float32 or, with up to 2¹⁸ of the queries, in float32 and bytes.
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
        let ran = try run(task, overlap: overlap)
        return NeighborResult(
            table: NeighborTable(rows: lists.rows, k: effective), squaredDistances: lists.distances, strategy: ran)
    }

    private func run(_ task: NeighborTask, overlap: Overlap) throws -> NeighborStrategy {
        let columns = task.distance.width + task.distance.nominal
        let usable = columns > 0 && columns <= FloatMargin.widest
        let numeric = task.distance.nominal == 0 && columns <= ByteLayout.mostColumns
        let suitsBytes =
            numeric && task.queries.count >= fewestByteQueries
            && (task.references.count >= fewestByteReferences || isWide(task))
            && task.references.count <= Int(Int32.max)
        switch strategy {
        case .float64: return try runFloat64(task)
        case _ where !usable: return try runFloat64(task)
        case .float32: return try runFloat32(task)
        case .bytes: return numeric ? try runBytes(task, always: true) : try runFloat32(task)
        case .float32Pairs: return overlap == .all ? try runFloat32Pairs(task) : try runFloat32(task)
        case .bytePairs where overlap == .all && numeric: return try runBytePairs(task, always: true)
        case .automatic where suitsBytes:
            return overlap == .all ? try runBytePairs(task, always: false) : try runBytes(task, always: false)
        case .automatic, .bytePairs: return overlap == .all ? try runFloat32Pairs(task) : try runFloat32(task)
        }
    }

    private func isWide(_ task: NeighborTask) -> Bool {
        task.references.count >= Self.fewestWideReferences
            && task.references.count * task.distance.width >= Self.fewestWideElements
    }

    private func runFloat64(_ task: NeighborTask) throws -> NeighborStrategy {
        try BruteForceSearch(task: task).run()
        return .float64
    }

    private func runFloat32(_ task: NeighborTask) throws -> NeighborStrategy {
        try FloatSearch(task).run()
        return .float32
    }

    private func runFloat32Pairs(_ task: NeighborTask) throws -> NeighborStrategy {
        try FloatPairSearch(task).run()
        return .float32Pairs
    }

    private func runBytes(_ task: NeighborTask, always: Bool) throws -> NeighborStrategy {
        guard try ByteSearch(task).run(always: always) else { return try runFloat32(task) }
        return .bytes
    }

    private func runBytePairs(_ task: NeighborTask, always: Bool) throws -> NeighborStrategy {
        let search = try BytePairSearch(task)
        guard try search.prepare(always: always) else { return try runFloat32Pairs(task) }
        try search.sweep()
        return .bytePairs
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
