/// The SMOTE family in one frame: a base, a partner from its neighbour list, a step between them.
///
/// Where a base has no neighbour the candidate is a copy of it.
struct NeighborSampler: Sampler {
    let population: Population
    let bases: any BaseChoice
    let partners: NeighborPartners
    let law: PairLaw
    private let draws: RandomStream
    let nominalDraws: RandomStream?

    init(
        _ context: SynthesisContext, bases: any BaseChoice, partners: NeighborPartners, law: PairLaw,
        vote: NominalVote = .mode
    ) {
        population = context.population
        self.bases = bases
        self.partners = partners
        self.law = law
        draws = RandomStream(seed: context.seed, purpose: .candidate)
        nominalDraws = vote.draws(context)
    }

    init(
        _ context: SynthesisContext, bases: any BaseChoice, partners: NeighborPartners, step: StepLaw,
        vote: NominalVote = .mode
    ) {
        self.init(context, bases: bases, partners: partners, law: PairLaw(context, step), vote: vote)
    }

    func blend(_ candidate: Candidate) -> Blend { blend(candidate, basePosition: bases.base(candidate)) }

    /// Pass by pass: what one pass looks up for a candidate does not wait for what it looks up for another.
    func blends(_ candidates: [Candidate]) -> [Blend] {
        let positions = bases.bases(candidates)
        for position in positions {
            population.classRows.prefetch(position)
            partners.prefetch(ofBase: position)
        }
        let rows = positions.map { population.classRows[$0] }
        return candidates.indices.map { blend(candidates[$0], basePosition: positions[$0], base: rows[$0]) }
    }

    private func blend(_ candidate: Candidate, basePosition: Int) -> Blend {
        blend(candidate, basePosition: basePosition, base: population.classRows[basePosition])
    }

    @inline(__always)
    private func blend(_ candidate: Candidate, basePosition: Int, base: Int64) -> Blend {
        let words = draws.words(candidate)
        guard let partner = partners.partner(of: base, at: basePosition, words) else { return .copy(of: base) }
        return law.blend(base, partner, candidate, word: words.2)
    }

    func blend(_ candidate: Candidate, of parents: KnownParents) -> Blend {
        law.blend(parents, candidate, word: draws.words(candidate).2)
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        bases.forEachCandidate(withBase: position, body)
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {
        partners.forEachBase(withNeighbor: row) { position in
            bases.forEachCandidate(withBase: position) { candidate in
                if blend(candidate, basePosition: position).partner == row { body(candidate) }
            }
        }
    }

    func expectedOwnShare(ofClass c: Int) -> Double {
        var (sum, candidates) = (0.0, 0)
        for position in population.classStarts[c]..<population.classStarts[c + 1] {
            var count = 0
            bases.forEachCandidate(withBase: position) { _ in count += 1 }
            guard count > 0 else { continue }
            sum += Double(count) * partners.expectedOwnShare(ofBase: position, law)
            candidates += count
        }
        return candidates > 0 ? sum / Double(candidates) : 1
    }

    func voters(ofBase row: Int64) -> UnsafeBufferPointer<Int64>? {
        population.position(ofTrainingRow: row).flatMap { partners.list(ofBase: $0) }
    }
}
