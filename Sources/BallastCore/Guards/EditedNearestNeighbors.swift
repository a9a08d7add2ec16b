/// Refuses a row whose class is not the most frequent among its k nearest originals (ENN).
///
/// A row whose class shares the first place stays: Wilson's rule. With `vote: all` a single neighbour of another class is
/// enough, the default of imbalanced-learn.
/// Wilson, "Asymptotic properties of nearest neighbor rules using edited data", IEEE Transactions on Systems, Man, and
/// Cybernetics 2, 1972.
public struct EditedNearestNeighbors: RowGuard {
    public static let name = "enn"

    /// What it takes for a row to stay.
    public enum Vote: String, Codable, CaseIterable, Sendable {
        /// No other class is more frequent among the neighbours.
        case majority
        /// All neighbours are of the row's class.
        case all
    }

    /// k, at least 1.
    public var neighbors = 3
    public var vote = Vote.majority
    public var applyTo = GuardScope.synthetic
    public var spareMinority = true
    public var among = GuardReference.originals

    public init() {}

    public var reach: Int { neighbors }

    public func validate() throws { try SettingRange.neighbors(neighbors) }

    public func prepare(_ context: SynthesisContext) throws -> any Judge {
        Verdict(labels: context.population.labels, k: neighbors, vote: vote)
    }

    struct Verdict: Judge {
        let labels: StoredArray<Int32>
        let k: Int
        let vote: Vote

        func refuses(_ row: JudgedRow) -> Bool { refuses(row.label, row.nearest) }

        /// Quadratic in k, which is a handful.
        func refuses(_ label: Int32, _ neighbors: UnsafeBufferPointer<Int64>) -> Bool {
            let nearest = neighbors.prefix(k)
            func votes(_ c: Int32) -> Int { nearest.count { labels[Int($0)] == c } }
            let own = votes(label)
            switch vote {
            case .all: return own < nearest.count
            case .majority: return nearest.contains { votes(labels[Int($0)]) > own }
            }
        }
    }
}
