/// Pairs whose base and partner come each from a pool of its own. The partner is never the base, but where it is drawn
/// from a class whose only row is the base: that gives a copy.
struct PoolSampler: PositionSampler {
    let population: Population
    private let bases: RowPool
    private let partners: RowPool
    let law: PairLaw
    let draws: RandomStream

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

    func positions(of number: Int64) -> (base: Int, partner: Int?) {
        let base = bases.position(of: number)
        return (base, partners.position(of: number, besides: base))
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        bases.forEachCandidate(withBase: position, body)
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        func emit(_ number: Int64) {
            // By positions: what row stands there would have to be looked up.
            guard positions(of: number).partner == position else { return }
            let candidate = Candidate(stratum: 0, number: number)
            if isPartner(row, of: candidate) { body(candidate) }
        }
        partners.forEachNumber(at: position, emit)
        partners.forEachNumber(before: position, emit)
    }
}
