import BallastCore
import Testing

@Suite("The value difference metric")
struct ValueDifferenceMetricTests {
    @Test("a value is as far from another as their class shares differ; test rows do not count")
    func byHand() throws {
        // Column 0: value 0 is half and half, 1 is wholly class 1, missing wholly class 0.
        let sample = try NominalSample(
            [[0, 5], [0, 5], [1, 5], [-1, 5], [1, 5]], labels: [0, 1, 1, 0, 0],
            parts: [.train, .train, .train, .train, .test])
        let metric = try ValueDifferenceMetric(
            of: sample.population, codes: sample.codes, storage: MemoryStorage())
        #expect(metric.difference(ofColumn: 0, 0, 1) == 1)
        #expect(metric.difference(ofColumn: 0, 1, -1) == 2)
        #expect(metric.difference(ofColumn: 0, 0, 0) == 0)
        #expect(metric.squared(2, 3) == 4 && metric.squared(0, 2) == 1 && metric.squared(0, 1) == 0)
    }

    struct Table: Decodable, CustomTestStringConvertible {
        let name: String
        let rows, columns: Int
        let codes, labels: [Int32]
        /// Of every pair of rows, row-major.
        let squared: [Hexadecimal]
        let k: Int
        /// Of every class in turn, the voters of its rows and what they vote.
        let voters: [Int64]
        let votes: [Int32]

        var testDescription: String { name }

        func sample() throws -> NominalSample {
            try NominalSample(
                (0..<rows).map { Array(codes[$0 * columns..<($0 + 1) * columns]) }, labels: labels)
        }
    }

    static let tables: [Table] = (try? ReferenceVectors.cases("nominal", "tables")) ?? []

    @Test("the vectors are there")
    func vectors() { #expect(Self.tables.count >= 6) }

    @Test("distances are those of the reference, to the bit", arguments: tables)
    func distances(known: Table) throws {
        let sample = try known.sample()
        let metric = try ValueDifferenceMetric(
            of: sample.population, codes: sample.codes, storage: MemoryStorage())
        for (index, right) in known.squared.enumerated() {
            let found = metric.squared(Int64(index / known.rows), Int64(index % known.rows))
            #expect(found == right.value, "rows \(index / known.rows) and \(index % known.rows)")
        }
    }

    @Test("a row, its nearest of the class and what they vote are those of the reference", arguments: tables, [1, 3])
    func votes(known: Table, threads: Int) throws {
        let sample = try known.sample()
        let population = sample.population
        let method = SMOTEN.with { $0.neighbors = known.k }
        let sampler = try sample.prepare(
            method, quotas: population.counts.map { $0 > 1 ? 2 * $0 : 0 }, threads: threads)
        var (voters, votes): ([Int64], [Int32]) = ([], [])
        for row in population.classRows.elements {
            guard let list = sampler.voters(ofBase: row) else { continue }
            voters += Array(list)
            let candidate = Candidate(stratum: population.labels[Int(row)], number: 0)
            votes += sample.values(of: [Blend(base: row, weight: 0, drawnBy: candidate)], sampler)[0]
        }
        #expect(voters == known.voters)
        #expect(votes == known.votes)
    }
}
