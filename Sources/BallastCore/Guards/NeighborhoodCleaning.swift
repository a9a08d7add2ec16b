/// Refuses rows that ENN refuses, and rows of larger classes that make a row of the smallest class be misread (NCR).
///
/// The latter are, for each original of the smallest class whose class is not the most frequent among its k nearest
/// originals, the rows of other classes among those k; a synthetic row counts if it would be one of them. In
/// imbalanced-learn a row of the smallest class votes for itself, so it takes both other neighbours to misread it.
/// Laurikkala, "Improving identification of difficult small classes by balancing class distribution", AIME 2001.
public struct NeighborhoodCleaning: RowGuard {
    public static let name = "ncr"

    /// k, at least 1.
    public var neighbors = 3
    public var applyTo = GuardScope.synthetic
    public var spareMinority = true
    public var among = GuardReference.originals

    public init() {}

    public var reach: Int { neighbors }

    public func validate() throws { try SettingRange.neighbors(neighbors) }

    public func prepare(_ context: SynthesisContext) throws -> any Judge {
        let population = context.population
        let editing = EditedNearestNeighbors.Verdict(labels: population.labels, k: neighbors, vote: .majority)
        let smallest = context.smallestClass
        let nearest = try OriginalNeighbors(context, k: neighbors, ofClasses: [smallest])
        var misread: [Misread] = []
        var blamed = Set<Int64>()
        for row in population.rows(ofClass: smallest).elements {
            guard let list = nearest.list(of: row), editing.refuses(Int32(smallest), list.rows) else { continue }
            misread.append(Misread(row: row, squaredRadius: list.squaredDistances[list.squaredDistances.count - 1]))
            blamed.formUnion(list.rows.filter { population.labels[Int($0)] != Int32(smallest) })
        }
        return Verdict(editing: editing, smallest: Int32(smallest), misread: misread, blamed: blamed)
    }

    /// An original of the smallest class whose neighbours outvote it, and how far they reach.
    private struct Misread: Sendable {
        var row: Int64
        var squaredRadius: Double
    }

    private struct Verdict: Judge {
        let editing: EditedNearestNeighbors.Verdict
        let smallest: Int32
        let misread: [Misread]
        let blamed: Set<Int64>

        func refuses(_ row: JudgedRow) -> Bool {
            if editing.refuses(row) { return true }
            if row.label == smallest { return false }
            if let original = row.original { return blamed.contains(original) }
            return misread.contains { row.squaredDistance($0.row) < $0.squaredRadius }
        }
    }
}
