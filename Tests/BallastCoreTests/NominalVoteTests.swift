import BallastCore
import Testing

@Suite("Votes on nominal values")
struct NominalVoteTests {
    /// Five rows of class 1 in one numeric column, each the others' neighbour; their values are in column 0.
    private func sample() throws -> NominalSample {
        try NominalSample(
            [[0], [0], [3], [3], [4], [4], [5]], labels: [0, 0, 1, 1, 1, 1, 1],
            numeric: [[100], [200], [0], [1], [3], [7], [15]])
    }

    @Test("the most common value wins, of tied values that of the nearest; the base has no vote")
    func mode() throws {
        let sample = try sample()
        let sampler = try sample.prepare(SMOTE.with { $0.neighbors = 4 }, quotas: [0, 5])
        #expect(sampler.nominalDraws == nil)
        let votes = (2..<7).map { row in
            sample.values(of: [Blend(base: row, partner: row == 2 ? 3 : 2, weight: 0.25)], sampler)[0][0]
        }
        // Row 6 sees 4 4 3 3, nearest first; row 4 sees 3 3 4 5.
        #expect(votes == [4, 4, 3, 3, 4])
    }

    @Test("drawn values have the neighbours' frequencies and follow from base and step alone")
    func frequency() throws {
        let sample = try sample()
        let method = SMOTE.with { ($0.neighbors, $0.nominalVote) = (4, .frequency) }
        let sampler = try sample.prepare(method, quotas: [0, 20_000])
        let blends = (0..<20_000).map { sampler.blend(Candidate(stratum: 1, number: $0)) }
        let made = sample.values(of: blends, sampler)
        // Of base 6 the neighbours hold 3 3 4 4, of base 4 they hold 3 3 4 5.
        for (base, shares) in [6: [3: 0.5, 4: 0.5], 4: [3: 0.5, 4: 0.25, 5: 0.25]] as [Int64: [Int32: Double]] {
            let values = blends.indices.filter { blends[$0].base == base }.map { made[$0][0] }
            #expect(values.count == 4000)
            for (value, share) in shares {
                let found = Double(values.count { $0 == value }) / 4000
                #expect(abs(found - share) < 4 * (share * (1 - share) / 4000).squareRoot(), "\(base): \(value)")
            }
        }
        #expect(sample.values(of: blends.map(\.stored), sampler) == made)
        #expect(sample.values(of: [.copy(of: 6)], sampler) == [[5]])
    }

    @Test("the vote changes nothing but nominal values", arguments: [NominalVote.mode, .frequency])
    func blends(vote: NominalVote) throws {
        let sample = try sample()
        let voted = try sample.prepare(SoftSMOTE.with { $0.nominalVote = vote }, quotas: [0, 50])
        let plain = try sample.prepare(SoftSMOTE(), quotas: [0, 50])
        for number in 0..<Int64(50) {
            let candidate = Candidate(stratum: 1, number: number)
            #expect(voted.blend(candidate) == plain.blend(candidate))
        }
    }
}
