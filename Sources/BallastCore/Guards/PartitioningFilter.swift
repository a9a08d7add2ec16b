/// Refuses a row that the classifiers of most partitions of the originals misread (IPF), with a stand-in for the classifiers.
///
/// The originals are dealt out to the partitions class by class, in the order of their row numbers. Each partition votes by
/// its row nearest to the one that is judged, where the published filter trains a decision tree; a partition with no row
/// among the nearest originals, eight for each partition, does not vote. One round: the published filter repeats until few
/// rows go, which changes nothing where only synthetic rows go and originals alone vote.
/// Sáez, Luengo, Stefanowski and Herrera, "SMOTE-IPF: Addressing the noisy and borderline examples problem in imbalanced
/// classification by a re-sampling method with filtering", Information Sciences 291, 2015.
public struct PartitioningFilter: RowGuard {
    public static let name = "ipf"

    /// What it takes for a row to go.
    public enum Vote: String, Codable, CaseIterable, Sendable {
        /// More than half of the partitions that vote misread it.
        case majority
        /// All of them do.
        case consensus
    }

    /// 2 to 64.
    public var partitions = 9
    public var vote = Vote.majority
    public var applyTo = GuardScope.synthetic
    public var spareMinority = true
    public var among = GuardReference.originals

    public init() {}

    public var reach: Int { 8 * partitions }

    public func validate() throws {
        try SettingError.require(
            (2...64).contains(partitions), "partitions", "\(partitions) is out of range; 2 to 64")
    }

    public func prepare(_ context: SynthesisContext) throws -> any Judge {
        Verdict(population: context.population, partitions: partitions, reach: reach, vote: vote)
    }

    private struct Verdict: Judge {
        let population: Population
        let partitions: Int
        let reach: Int
        let vote: Vote

        func refuses(_ row: JudgedRow) -> Bool {
            // A bit for each partition that has voted.
            var voted: UInt64 = 0
            var wrong = 0
            for neighbor in row.nearest.prefix(reach) {
                let bit = UInt64(1) << UInt64(partition(of: neighbor))
                if voted & bit != 0 { continue }
                voted |= bit
                if population.labels[Int(neighbor)] != row.label { wrong += 1 }
                if voted.nonzeroBitCount == partitions { break }
            }
            let votes = voted.nonzeroBitCount
            return vote == .consensus ? votes > 0 && wrong == votes : 2 * wrong > votes
        }

        private func partition(of row: Int64) -> Int {
            guard let position = population.position(ofTrainingRow: row) else { return 0 }
            return (position - population.classStarts[Int(population.labels[Int(row)])]) % partitions
        }
    }
}
