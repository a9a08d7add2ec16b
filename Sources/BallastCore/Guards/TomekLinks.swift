/// Refuses a row that forms a Tomek link: it and an original of another class are each other's nearest rows.
///
/// A synthetic row is linked with an original that is nearer to it than to any other original; other synthetic rows are
/// not looked at. Among originals both ends go, or, with `spare_minority`, those that are not of the smallest class.
/// Tomek, "Two modifications of CNN", IEEE Transactions on Systems, Man, and Cybernetics 6, 1976.
public struct TomekLinks: RowGuard {
    public static let name = "tomek"

    public var applyTo = GuardScope.synthetic
    public var spareMinority = true
    public var among = GuardReference.originals

    public init() {}

    public var reach: Int { 1 }

    public func prepare(_ context: SynthesisContext) throws -> any Judge {
        Verdict(population: context.population, nearest: try OriginalNeighbors(context, k: 1))
    }

    private struct Verdict: Judge {
        let population: Population
        let nearest: OriginalNeighbors

        func refuses(_ row: JudgedRow) -> Bool {
            guard let other = row.nearest.first, population.labels[Int(other)] != row.label,
                let own = nearest.list(of: other)
            else { return false }
            if let original = row.original { return own.rows[0] == original }
            // A synthetic row comes after the originals, so at equal distance the original is the nearest.
            return row.squaredDistances[0] < own.squaredDistances[0]
        }
    }
}
