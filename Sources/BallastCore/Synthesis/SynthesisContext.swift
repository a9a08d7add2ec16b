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
    }

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
        let references = reference == .sameClass ? rows : population.classRows
        let available = references.count - 1
        guard available > 0 else { return nil }
        if available < k {
            notices.add(
                "class '\(population.classNames[c])' has \(rows.count) rows: \(available) "
                    + "\(available == 1 ? "neighbour" : "neighbours") used instead of \(k)")
        }
        return try NeighborSearch.nearest(
            k: min(k, available), of: rows, among: references, in: space(ofClass: c), storage: storage,
            tableName: "neighbors-\(c)", threads: threads)
    }

    /// The space in which neighbours of class `c` are looked for.
    func space(ofClass c: Int) throws -> NeighborSpace {
        let mismatch = try NominalDistance.mismatchWeight(ofClass: c, population, weights, threads: threads)
        return NeighborSpace(
            features: population.features, weights: weights, categorical: population.categorical,
            mismatchWeight: mismatch)
    }
}
