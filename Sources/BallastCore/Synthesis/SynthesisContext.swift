import Synchronization

/// What a method prepares from.
public struct SynthesisContext: Sendable {
    public let population: Population
    /// Weight of each numeric element in a distance; see ``NeighborSpace``.
    public let weights: [Double]
    /// Candidates of each stratum.
    public let quotas: [Int64]
    public let seed: UInt64
    public let storage: any Storage
    public let threads: Int
    /// Whether the sampler must answer `forEachCandidate(withPartner:)`, which can cost a table of its own.
    public let inverses: Bool
    public let notices: NoticeLog
    private let trainingRows: TrainingRows
    private let tables = TableNames()

    public init(
        population: Population, weights: [Double], quotas: [Int64], seed: UInt64, storage: any Storage, threads: Int,
        inverses: Bool = false, notices: NoticeLog = NoticeLog()
    ) {
        self.population = population
        self.weights = weights
        self.quotas = quotas
        self.seed = seed
        self.storage = storage
        self.threads = threads
        self.inverses = inverses
        self.notices = notices
        trainingRows = TrainingRows(population.training, storage)
    }

    /// The classes that get candidates; for methods with a stratum per class.
    var growingClasses: [Int] { quotas.indices.filter { quotas[$0] > 0 } }

    /// Which rows count as neighbours.
    public enum Reference: Sendable {
        case sameClass
        /// All training rows.
        case training
    }

    /// The k nearest of each training row of class `c`, in the order of ``Population/rows(ofClass:)``.
    ///
    /// Fewer than k where there are fewer other rows, with a notice; nil where there is no other row at all.
    public func neighbors(ofClass c: Int, among reference: Reference, k: Int) throws -> NeighborTable? {
        let rows = population.rows(ofClass: c)
        let references = reference == .sameClass ? rows : try trainingRows.array()
        let available = references.count - 1
        guard available > 0 else { return nil }
        if available < k {
            notices.add(
                "class '\(population.classNames[c])' has \(rows.count) rows: \(available) "
                    + "\(available == 1 ? "neighbour" : "neighbours") used instead of \(k)")
        }
        return try NeighborSearch.nearest(
            k: min(k, available), of: rows, among: references, in: space(ofClass: c), storage: storage,
            tableName: tables.next("neighbors-\(c)"), threads: threads)
    }

    /// The space in which neighbours of class `c` are looked for.
    func space(ofClass c: Int) throws -> NeighborSpace {
        let mismatch = try NominalDistance.mismatchWeight(ofClass: c, population, weights, threads: threads)
        return NeighborSpace(
            features: population.features, weights: weights, categorical: population.categorical,
            mismatchWeight: mismatch)
    }
}

/// Names of regions, each once: a method may ask for several tables of a class.
private final class TableNames: Sendable {
    private let given = Mutex<Int>(0)

    func next(_ name: String) -> String {
        given.withLock { count in
            count += 1
            return "\(name)-\(count)"
        }
    }
}

/// All training rows as one ascending array, made when a search first asks for it.
private final class TrainingRows: Sendable {
    private let list: RowList
    private let storage: any Storage
    private let made = Mutex<StoredArray<Int64>?>(nil)

    init(_ list: RowList, _ storage: any Storage) {
        self.list = list
        self.storage = storage
    }

    func array() throws -> StoredArray<Int64> {
        try made.withLock { made in
            if let made { return made }
            let rows = try Self.array(list, storage)
            made = rows
            return rows
        }
    }

    private static func array(_ list: RowList, _ storage: any Storage) throws -> StoredArray<Int64> {
        if case .listed(let rows) = list { return rows }
        let rows = try StoredArray<Int64>(named: "rows-training", count: list.count, in: storage)
        for index in 0..<list.count { rows[index] = Int64(index) }
        return rows
    }
}
