/// Pairs of any two training rows: round r = s div n pairs `P_r(t)` with `P_r((t + h_r) mod n)`, t = s mod n.
///
/// In every whole round each row is once a base and once a partner; h_r is drawn from 1 … n − 1, so a row is never
/// its own partner. One row gives copies.
struct RotationSampler: Sampler {
    private let population: Population
    private let quota: Int64
    private let count: Int64
    private let rounds: [Round]
    private let law: PairLaw
    private let draws: RandomStream

    private struct Round: Sendable {
        let permutation: KeyedPermutation
        let shift: Int64
    }

    init(_ context: SynthesisContext, law: PairLaw) {
        population = context.population
        quota = context.quotas[0]
        let count = Int64(context.population.training.count)
        self.count = count
        self.law = law
        draws = RandomStream(seed: context.seed, purpose: .candidate)
        let keys = RandomStream(seed: context.seed, purpose: .mixRound)
        rounds = (0..<(quota + count - 1) / count).map { r in
            let drawn = keys.words(r, stream: 1)
            let shift = count > 1 ? 1 + RandomStream.below(count - 1, drawn.0, drawn.1) : 0
            return Round(permutation: KeyedPermutation(count: count, key: keys.key(r)), shift: shift)
        }
    }

    func blend(_ candidate: Candidate) -> Blend {
        let (r, t) = candidate.number.quotientAndRemainder(dividingBy: count)
        let round = rounds[Int(r)]
        let base = population.classRows[Int(round.permutation(t))]
        guard round.shift > 0 else { return .copy(of: base) }
        let partner = population.classRows[Int(round.permutation((t + round.shift) % count))]
        let word = draws.words(candidate.number, stream: candidate.stratum).2
        return law.blend(base, partner, candidate, word: word)
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        for (r, round) in rounds.enumerated() {
            emit(r, round.permutation.inverse(Int64(position)), body)
        }
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        for (r, round) in rounds.enumerated() where round.shift > 0 {
            emit(r, (round.permutation.inverse(Int64(position)) - round.shift + count) % count, body)
        }
    }

    /// The last round may be cut short.
    private func emit(_ round: Int, _ place: Int64, _ body: (Candidate) -> Void) {
        let number = Int64(round) * count + place
        if number < quota { body(Candidate(stratum: 0, number: number)) }
    }
}
