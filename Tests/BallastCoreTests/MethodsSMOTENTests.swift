import BallastCore
import Testing

@Suite("smote-n")
struct MethodsSMOTENTests {
    /// Class 1 holds the rows 6 to 11; column 1 tells nothing of the class.
    private let rows: [[Int32]] = [
        [0, 0], [0, 1], [0, 2], [0, 0], [0, 1], [0, 2], [1, 0], [1, 0], [1, 1], [2, 1], [2, 2], [2, 2],
    ]
    private let labels: [Int32] = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]

    @Test("a row has no second parent; the base and its neighbours vote, a tie goes to the nearest")
    func rowsAreVoted() throws {
        let sample = try NominalSample(rows, labels: labels)
        let sampler = try sample.prepare(SMOTEN.with { $0.neighbors = 1 }, quotas: [0, 12])
        let blends = (0..<12).map { sampler.blend(Candidate(stratum: 1, number: $0)) }
        #expect(blends.allSatisfy { $0.partner == -1 && $0.weight == 0 && $0.candidate != nil })
        #expect(blends.reduce(into: [:]) { $0[$1.base, default: 0] += 1 } == [6: 2, 7: 2, 8: 2, 9: 2, 10: 2, 11: 2])
        // Two voters: the base wins every tie, and nothing else can happen.
        #expect(sample.values(of: blends, sampler) == blends.map { rows[Int($0.base)] })
        // Values 1 and 2 of column 0 foretell the same, so all rows of the class are equally near: the first is next.
        #expect(sampler.voters(ofBase: 8).map(Array.init) == [8, 6] as [Int64])
        #expect(sampler.voters(ofBase: 7).map(Array.init) == [7, 6] as [Int64])
        #expect(sampler.points == nil)
    }

    @Test("with more voters the most common value wins, not the lowest code")
    func mostCommon() throws {
        let sample = try NominalSample(rows, labels: labels)
        let sampler = try sample.prepare(SMOTEN(), quotas: [0, 6])
        let row10 = Blend(base: 10, weight: 0, drawnBy: Candidate(stratum: 1, number: 0))
        // Every row of the class votes: three 1 and three 2 in column 0, two of each value in column 1. Ties are the base's.
        #expect(sampler.voters(ofBase: 10)?.count == 6)
        #expect(sample.values(of: [row10], sampler) == [[2, 2]])
        let four = try sample.prepare(SMOTEN.with { $0.neighbors = 3 }, quotas: [0, 6])
        #expect(four.voters(ofBase: 10).map(Array.init) == [10, 6, 7, 8] as [Int64])
        #expect(sample.values(of: [row10], four) == [[1, 0]])
    }

    @Test("drawn values are those of the voters, each as often as it is held")
    func frequencies() throws {
        let sample = try NominalSample(rows, labels: labels)
        let sampler = try sample.prepare(SMOTEN.with { $0.nominalVote = .frequency }, quotas: [0, 6000])
        let blends = (0..<6000).map { sampler.blend(Candidate(stratum: 1, number: $0)) }
        let made = sample.values(of: blends, sampler)
        // All six rows of the class are voters of each.
        for (column, shares) in [[1: 0.5, 2: 0.5], [0: 1.0 / 3, 1: 1.0 / 3, 2: 1.0 / 3]].enumerated() {
            for (value, share) in shares {
                let found = Double(made.count { $0[column] == Int32(value) }) / 6000
                #expect(abs(found - share) < 4 * (share * (1 - share) / 6000).squareRoot(), "\(column): \(value)")
            }
        }
        #expect(Set(made).count == 6, "columns are drawn each by itself")
        #expect(sample.values(of: [blends[17]], sampler)[0] == made[17])
    }

    @Test("a class of one row is copied, and that is said; equal rows give themselves")
    func degenerate() throws {
        let log = NoticeLog()
        let sample = try NominalSample([[0], [1], [2], [2], [2]], labels: [0, 1, 2, 2, 2])
        let sampler = try sample.prepare(SMOTEN(), quotas: [0, 4, 4], notices: log)
        #expect((0..<4).allSatisfy { sampler.blend(Candidate(stratum: 1, number: $0)) == .copy(of: 1) })
        let blends = (0..<4).map { sampler.blend(Candidate(stratum: 2, number: $0)) }
        #expect(sample.values(of: blends, sampler) == [[2], [2], [2], [2]])
        #expect(
            log.notices.map(\.text) == [
                "class 'c1' has 1 row: it is copied, nothing can be interpolated",
                "all 3 rows of class 'c2' are equal: they are copied",
                "class 'c2' has 3 rows: 2 neighbours used instead of 5",
            ])
    }

    @Test("numeric columns are refused by name")
    func numericColumns() throws {
        let mixed = try NominalSample([[0], [1]], labels: [0, 1], numeric: [[1, 2], [3, 4]])
        #expect(
            throws: SynthesisError(
                "smote-n: 2 columns are numeric, the first is 'x0'; declare them categorical under input.columns, "
                    + "or use smote, which mixes both kinds")
        ) { try SMOTEN().check(mixed.population) }
        let one = try NominalSample([[0], [1]], labels: [0, 1], numeric: [[1], [3]])
        #expect(
            throws: SynthesisError(
                "smote-n: column 'x0' is numeric; declare it categorical under input.columns, "
                    + "or use smote, which mixes both kinds")
        ) { try SMOTEN().check(one.population) }
        #expect(
            throws: SynthesisError("smote-n: the rows are arrays of numbers; it needs a table of nominal columns")
        ) { try SMOTEN().check(SamplePopulation.images.population) }
        try SMOTEN().check(SamplePopulation.nominalOnly.population)
        #expect(refusal(SMOTEN.with { $0.neighbors = 0 })?.setting == "neighbors")
    }
}
