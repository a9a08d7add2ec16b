/// What a method prepares from.
public struct SynthesisContext: Sendable {
    /// The rows; a method sees the training rows only.
    public let population: Population
    /// Weight of each numeric element in a distance; see ``NeighborSpace``.
    public let weights: [Double]
    /// Where neighbours are looked for; nil: in the features, with ``weights``.
    let search: SearchRows?
    /// Candidates of each stratum.
    public private(set) var quotas: [Int64]
    /// What every draw is keyed by.
    public let seed: UInt64
    /// Where arrays go that are as long as the input.
    public let storage: any Storage
    /// At least 1; the result does not depend on it.
    public let threads: Int
    /// Whether the sampler must answer `forEachCandidate(withPartner:)`, which can cost a table of its own.
    public private(set) var inverses: Bool
    /// Where a method says what the user should know.
    public let notices: NoticeLog
    /// By which strategy neighbours are found.
    public let searches: SearchLog
    private let trainingRows: TrainingRows
    private let tables = TableNames()
    /// Nil: every search is done anew.
    private var kept: KeptTables?

    public init(
        population: Population, weights: [Double], search: SearchRows? = nil, quotas: [Int64], seed: UInt64,
        storage: any Storage, threads: Int, inverses: Bool = false, notices: NoticeLog = NoticeLog(),
        searches: SearchLog = SearchLog()
    ) {
        self.population = population
        self.weights = weights
        self.search = search
        self.quotas = quotas
        self.seed = seed
        self.storage = storage
        self.threads = threads
        self.inverses = inverses
        self.notices = notices
        self.searches = searches
        trainingRows = TrainingRows(population.training, storage)
    }

    /// The same, but what is searched once is kept, here and in all that are made of it.
    package func keepingTables() -> SynthesisContext {
        var context = self
        context.kept = KeptTables()
        return context
    }

    /// The same with other quotas.
    package func with(quotas: [Int64], inverses: Bool) -> SynthesisContext {
        var context = self
        (context.quotas, context.inverses) = (quotas, inverses)
        return context
    }

    /// The classes that get candidates; for methods with a stratum per class.
    var growingClasses: [Int] { quotas.indices.filter { quotas[$0] > 0 } }

    /// A name for a table of the storage that no other has.
    func tableName(_ name: String) -> String { tables.next(name) }

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
        guard let kept else { return try searched(ofClass: c, among: reference, k: k) }
        return try kept.table(.init(c: c, isSameClass: reference == .sameClass, k: k)) {
            try searched(ofClass: c, among: reference, k: k)
        }
    }

    private func searched(ofClass c: Int, among reference: Reference, k: Int) throws -> NeighborTable? {
        let rows = population.rows(ofClass: c)
        let references = reference == .sameClass ? rows : try trainingRows.array()
        let available = references.count - 1
        guard available > 0 else { return nil }
        if available < k {
            let group =
                reference == .sameClass
                ? "class '\(population.classNames[c])' has \(references.count) rows"
                : "there are \(references.count) training rows"
            notices.add("\(group): \(available) \(available == 1 ? "neighbour" : "neighbours") used instead of \(k)")
        }
        if reference == .sameClass { return try neighbors(within: rows, inSpaceOfClass: c, k: k) }
        return try nearest(k: min(k, available), of: rows, among: references, inSpaceOfClass: c)
    }

    /// The k nearest of each of `rows` among themselves, or all others where there are fewer, in the space of class `c`.
    ///
    /// - Parameter rows: ascending row numbers, at least two.
    func neighbors(within rows: StoredArray<Int64>, inSpaceOfClass c: Int, k: Int) throws -> NeighborTable {
        let space = try space(ofClass: c)
        let (k, name) = (min(k, rows.count - 1), tables.next("neighbors-\(c)"))
        if space.features?.dropsPages == true { return try nearest(k: k, inCompact: rows, space, tableName: name) }
        return try search(k: k, of: rows, among: rows, in: space, tableName: name).table
    }

    /// The k nearest references of each query, in the space of class `c`; both are ascending row numbers.
    func nearest(
        k: Int, of queries: StoredArray<Int64>, among references: StoredArray<Int64>, inSpaceOfClass c: Int
    ) throws -> NeighborTable {
        try search(
            k: k, of: queries, among: references, in: try space(ofClass: c), tableName: tables.next("neighbors-\(c)")
        ).table
    }

    /// Every search of a preparation: by the strategy that is asked for, and noted.
    ///
    /// - Parameter place: where the table goes; nil: the storage.
    func search(
        k: Int, of queries: StoredArray<Int64>, among references: StoredArray<Int64>, in space: NeighborSpace,
        storage place: (any Storage)? = nil, tableName: String
    ) throws -> NeighborResult {
        var search = NeighborSearch(in: space, storage: place ?? storage, threads: threads)
        search.strategy = searches.wanted
        let found = try search.nearest(k: k, of: queries, among: references, tableName: tableName)
        searches.note(found.strategy)
        return found
    }

    /// The training rows that are not of class `c`, ascending.
    func rows(besidesClass c: Int) throws -> StoredArray<Int64> {
        let count = population.training.count - Int(population.count(of: c))
        let rows = try StoredArray<Int64>(named: tables.next("rows-besides-\(c)"), count: count, in: storage)
        var next = 0
        for index in 0..<population.training.count {
            let row = population.training[index]
            if population.labels[row] == Int32(c) { continue }
            rows[next] = Int64(row)
            next += 1
        }
        return rows
    }

    /// The neighbours of `rows` among themselves, from a copy of just these rows: where memory does not hold all rows,
    /// looking them up one by one in the store would bring in nearly every page.
    private func nearest(
        k: Int, inCompact rows: StoredArray<Int64>, _ space: NeighborSpace, tableName: String
    ) throws -> NeighborTable {
        let compact = space.compact(rows)
        let all = StoredArray((0..<Int64(rows.count)).map { $0 })
        let table = try search(k: k, of: all, among: all, in: compact, tableName: tableName).table
        for index in table.rows.elements.indices { table.rows[index] = rows[Int(table.rows[index])] }
        return table
    }

    /// The space in which any two training rows are compared, whatever their classes.
    func spaceOfAllRows() throws -> NeighborSpace {
        var space = NeighborSpace(features: search?.rows ?? population.features, weights: search?.weights ?? weights)
        guard search?.countsNominal ?? true, let categorical = population.categorical else { return space }
        var compared = population
        compared.features = space.features
        space.categorical = categorical
        space.mismatchWeight = try NominalDistance.mismatchWeight(
            of: population.training, compared, space.weights, threads: threads)
        return space
    }

    /// The numbers that distances are taken from: where neighbours are looked for; nil where there are none.
    var distanceRows: SearchRows? {
        search ?? population.features.map { SearchRows($0, weights: weights, countsNominal: true) }
    }

    /// The space in which neighbours of class `c` are looked for.
    func space(ofClass c: Int) throws -> NeighborSpace {
        if let search { return try search.space(ofClass: c, population, threads: threads) }
        let mismatch = try NominalDistance.mismatchWeight(ofClass: c, population, weights, threads: threads)
        return NeighborSpace(
            features: population.features, weights: weights, categorical: population.categorical,
            mismatchWeight: mismatch)
    }
}
