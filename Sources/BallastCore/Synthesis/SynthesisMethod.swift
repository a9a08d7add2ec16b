/// A way to make synthetic rows. It prepares once from the population, then answers for single candidates.
///
/// The stored properties are the settings of the recipe's `method`, their initial values the defaults. A new method is one
/// file and one line in ``SynthesisMethods``.
public protocol SynthesisMethod: Codable, Sendable {
    /// What a recipe calls it, in kebab-case.
    static var name: String { get }
    /// What it does, for the table of methods; no default, so that no method is without.
    static var summary: MethodSummary { get }
    /// What the candidates are counted by.
    static var strata: Strata { get }
    /// Where it looks for neighbours: what says how much memory it needs.
    static var search: SearchKind { get }
    /// The rows it is made for.
    static var rowForm: RowForm { get }
    /// The defaults.
    init()
    /// - Throws: ``SettingError`` for a setting out of its range.
    func validate() throws
    /// Whether the data suit the method; asked before anything is made of them.
    ///
    /// - Throws: ``SynthesisError`` that says what would suit it.
    func check(_ population: Population) throws
    /// Whether a step depends on the values of both rows, so that all rows must be at hand.
    var comparesPairs: Bool { get }
    /// Whether rows of two parents need not lie between them: λ may be outside 0 to 1, values outside their column's range.
    var leavesSegments: Bool { get }
    /// Rules that belong to the method; the recipe's own come after them.
    var labelRules: [any LabelRule] { get }
    /// Rows added to each class, by the class of their base.
    ///
    /// - Parameters:
    ///   - quotas: candidates of each stratum.
    ///   - counts: training rows of each class.
    func addedRows(quotas: [Int64], counts: [Int64]) -> [Int64]
    /// Neighbours that are kept of a row, in all lists together.
    var listedNeighbors: Int { get }
    /// Whether candidates cannot be answered by ``Sampler/blend(_:of:)`` without looking rows up, or their classes.
    var looksUpRows: Bool { get }
    /// Whether every parent of a candidate is of the class that it is counted by.
    static var pairsWithinClass: Bool { get }
    /// Bytes that the sampler keeps of each candidate.
    var bytesPerCandidate: Int { get }
    /// Bytes that ``prepare(_:)`` takes beside neighbour tables, whatever the number of rows.
    func preparationBytes(width: Int, classCount: Int) -> Int
    /// Neighbour tables, weights, clusters: whatever is needed once.
    ///
    /// - Throws: ``SynthesisError`` if the population cannot be synthesised; what storage throws.
    func prepare(_ context: SynthesisContext) throws -> any Sampler
}

extension SynthesisMethod {
    public static var strata: Strata { .classes }
    public static var rowForm: RowForm { .any }
    public func validate() throws {}
    public func check(_ population: Population) throws { try Self.checkRows(population.features) }
    public var comparesPairs: Bool { false }
    public var leavesSegments: Bool { false }
    public var labelRules: [any LabelRule] { [] }
    public func preparationBytes(width: Int, classCount: Int) -> Int { 0 }
    public var listedNeighbors: Int { 0 }
    public var looksUpRows: Bool { Self.search != .none }
    public static var pairsWithinClass: Bool { search == .sameClass || search == .clusters }
    public var bytesPerCandidate: Int { 0 }

    /// Every row is a base equally often, so the rows of one stratum follow the class counts.
    public func addedRows(quotas: [Int64], counts: [Int64]) -> [Int64] {
        Self.strata == .classes ? quotas : Apportionment.shares(of: quotas[0], weights: counts)
    }
}

/// The rows that a method takes.
public enum RowForm: Sendable {
    case any
    /// `[height, width, channels]` or `[height, width]`.
    case images
    /// Nominal columns only.
    case nominal
}

/// What a method's candidates are counted by.
public enum Strata: Sendable {
    /// Stratum c holds the candidates of class c; rows are added until the balance target is met.
    case classes
    /// Stratum 0 holds all candidates; bases are drawn from all training rows.
    case everything
}

/// Where a method looks for neighbours.
public enum SearchKind: Sendable {
    case none
    /// Among the rows of the same class.
    case sameClass
    /// Among the rows of the same class and cluster; every training row is put into a cluster.
    case clusters
    /// Among all training rows.
    case training
    /// For all training rows, among those of one class.
    case ofTraining
}

/// Answers for single candidates, purely: the same candidate gives the same blend, in any order, on any thread.
///
/// The inverses serve output larger than memory: whoever holds some input rows can list every candidate that needs them.
public protocol Sampler: Sendable {
    /// The blend of a candidate.
    /// - Complexity: O(1) expected.
    func blend(_ candidate: Candidate) -> Blend
    /// The blends of many candidates: ``blend(_:)`` of each. Worth a loop of its own where that asks memory for all of
    /// them at once.
    func blends(_ candidates: [Candidate]) -> [Blend]
    /// ``blend(_:)`` of a candidate whose rows are known by the inverses.
    func blend(_ candidate: Candidate, of parents: KnownParents) -> Blend
    /// Calls `body` once for every candidate whose base is `row`.
    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void)
    /// Calls `body` once for every candidate whose partner is `row` and whose base is another row.
    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void)
    /// The share of class `c` in the parents' mixture that is expected of its candidates, bases weighted as they are drawn:
    /// 1 where every partner is of the base's class. For methods with a stratum per class.
    func expectedOwnShare(ofClass c: Int) -> Double
    /// The neighbours that vote on the nominal columns of a blend with this base, nearest first; nil where the method
    /// has no neighbour list, and the nearer parent decides.
    func voters(ofBase row: Int64) -> UnsafeBufferPointer<Int64>?
    /// What nominal values are drawn by, each column's from a voter of its own; nil: the most common value.
    var nominalDraws: RandomStream? { get }
    /// Makes the numeric part of rows of blends with partner −1, and changes that of pairs that carry their candidate; nil
    /// where there are neither.
    var points: (any PointKernel)? { get }
}

extension Sampler {
    public func blends(_ candidates: [Candidate]) -> [Blend] { candidates.map { blend($0) } }
    public func blend(_ candidate: Candidate, of parents: KnownParents) -> Blend { blend(candidate) }
    public func expectedOwnShare(ofClass c: Int) -> Double { 1 }
    public func voters(ofBase row: Int64) -> UnsafeBufferPointer<Int64>? { nil }
    public var nominalDraws: RandomStream? { nil }
    public var points: (any PointKernel)? { nil }
}

/// The data cannot be synthesised.
public struct SynthesisError: Error, Equatable, CustomStringConvertible, Sendable {
    public var description: String
    public init(_ description: String) { self.description = description }
}
