/// Pairs of training rows that a formula names by their positions in ``Population/classRows``.
protocol PositionSampler: Sampler {
    var population: Population { get }
    var law: PairLaw { get }
    /// Of candidates.
    var draws: RandomStream { get }
    /// Where a candidate's rows stand; nil for the partner where the candidate is a copy.
    func positions(of number: Int64) -> (base: Int, partner: Int?)
}

extension PositionSampler {
    func blend(_ candidate: Candidate) -> Blend { blend(candidate, positions(of: candidate.number)) }

    /// First the formulas, then the rows: they lie anywhere, and waited for one by one they would be what takes the time.
    func blends(_ candidates: [Candidate]) -> [Blend] {
        let pairs = candidates.map { candidate in
            let pair = positions(of: candidate.number)
            population.classRows.prefetch(pair.base)
            if let partner = pair.partner { population.classRows.prefetch(partner) }
            return pair
        }
        return candidates.indices.map { blend(candidates[$0], pairs[$0]) }
    }

    func blend(_ candidate: Candidate, of parents: KnownParents) -> Blend {
        law.blend(parents, candidate, word: draws.words(candidate).2)
    }

    @inline(__always)
    private func blend(_ candidate: Candidate, _ positions: (base: Int, partner: Int?)) -> Blend {
        let base = population.classRows[positions.base]
        guard let partner = positions.partner else { return .copy(of: base) }
        return law.blend(base, population.classRows[partner], candidate, word: draws.words(candidate).2)
    }

    /// Whether `row` is the partner of a candidate of which the positions say so.
    func isPartner(_ row: Int64, of candidate: Candidate) -> Bool {
        !law.drawsCopies || blend(candidate).partner == row
    }
}
