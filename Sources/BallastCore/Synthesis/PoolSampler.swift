/// Pairs whose base and partner come each from a pool of its own. The partner is never the base, but where it is drawn
/// from a class whose only row is the base: that gives a copy.
struct PoolSampler: Sampler {
    private let population: Population
    private let bases: RowPool
    private let partners: RowPool
    private let law: PairLaw
    private let draws: RandomStream

    init(_ context: SynthesisContext, baseTemper: Double, partnerTemper: Double, law: PairLaw) {
        population = context.population
        bases = RowPool(context, temper: baseTemper, role: .base)
        partners = RowPool(context, temper: partnerTemper, role: .partner)
        self.law = law
        draws = RandomStream(seed: context.seed, purpose: .candidate)
        for c in 0..<population.classCount where partnerTemper != 1 && population.count(of: c) == 1 {
            context.notices.add(
                "class '\(population.classNames[c])' has 1 row: where it is drawn as its own partner it is copied")
        }
    }

    func blend(_ candidate: Candidate) -> Blend {
        let position = bases.position(of: candidate.number)
        let base = population.classRows[position]
        guard let partner = partners.position(of: candidate.number, besides: position) else { return .copy(of: base) }
        let word = draws.words(candidate).2
        return law.blend(base, population.classRows[partner], candidate, word: word)
    }

    func blend(_ candidate: Candidate, of parents: KnownParents) -> Blend {
        law.blend(parents, candidate, word: draws.words(candidate).2)
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        bases.forEachCandidate(withBase: position, body)
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        func emit(_ number: Int64) {
            // By positions: what row stands there would have to be looked up.
            guard partners.position(of: number, besides: bases.position(of: number)) == position else { return }
            let candidate = Candidate(stratum: 0, number: number)
            if !law.drawsCopies || blend(candidate).partner == row { body(candidate) }
        }
        partners.forEachNumber(at: position, emit)
        partners.forEachNumber(before: position, emit)
    }
}
