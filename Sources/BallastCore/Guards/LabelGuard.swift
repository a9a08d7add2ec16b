/// Has a synthetic row drawn anew where other classes hold at least a given share of its k nearest originals.
///
/// The base stays, partner and step are drawn again, up to `tries` draws in all; then the last one is kept, and counted. A
/// method that draws nothing gives the same row again and is not asked twice. The published method raises the share by a
/// tenth after some fruitless rounds instead.
/// Lee, Kim and Lee, "An over-sampling technique with rejection for imbalanced class learning", IMCOM 2015.
public struct LabelGuard: RowGuard {
    public static let name = "lee"

    /// k, at least 1.
    public var neighbors = 5
    /// The share of other classes that refuses a row, above 0 to 1.
    public var share = 0.5
    /// Draws of a candidate, 1 to 16.
    public var tries = 10
    public var among = GuardReference.originals

    public init() {}

    public var reach: Int { neighbors }
    public var drawLimit: Int? { tries }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingError.require(
            share > 0 && share <= 1, "share", "\(share) is out of range; greater than 0 and at most 1")
        try SettingError.require(
            (1...Candidate.mostAttempts).contains(tries), "tries",
            "\(tries) is out of range; 1 to \(Candidate.mostAttempts)")
    }

    public func prepare(_ context: SynthesisContext) throws -> any Judge {
        Verdict(labels: context.population.labels, k: neighbors, share: share)
    }

    private struct Verdict: Judge {
        let labels: StoredArray<Int32>
        let k: Int
        let share: Double

        func refuses(_ row: JudgedRow) -> Bool {
            let nearest = row.nearest.prefix(k)
            let foreign = nearest.count { labels[Int($0)] != row.label }
            return Double(foreign) >= share * Double(nearest.count)
        }
    }
}
