/// Pairs of any two training rows by ``Rotation``: every row equally often, on both sides. One row gives copies.
struct RotationSampler: Sampler {
    private let population: Population
    private let rotation: Rotation
    private let law: PairLaw
    private let draws: RandomStream

    init(_ context: SynthesisContext, law: PairLaw) {
        population = context.population
        rotation = Rotation(context, count: Int64(context.population.training.count), quota: context.quotas[0])
        self.law = law
        draws = RandomStream(seed: context.seed, purpose: .candidate)
    }

    func blend(_ candidate: Candidate) -> Blend {
        let pair = rotation.pair(candidate.number)
        let base = population.classRows[Int(pair.base)]
        guard let partner = pair.partner else { return .copy(of: base) }
        let word = draws.words(candidate).2
        return law.blend(base, population.classRows[Int(partner)], candidate, word: word)
    }

    func blend(_ candidate: Candidate, of parents: KnownParents) -> Blend {
        law.blend(parents, candidate, word: draws.words(candidate).2)
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        rotation.forEachNumber(withBase: Int64(position)) { body(Candidate(stratum: 0, number: $0)) }
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        rotation.forEachNumber(withPartner: Int64(position)) { number in
            let candidate = Candidate(stratum: 0, number: number)
            if !law.drawsCopies || blend(candidate).partner == row { body(candidate) }
        }
    }
}
