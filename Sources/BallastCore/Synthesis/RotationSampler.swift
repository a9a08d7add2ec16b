/// Pairs of any two training rows by ``Rotation``: every row equally often, on both sides. One row gives copies.
struct RotationSampler: PositionSampler {
    let population: Population
    private let rotation: Rotation
    let law: PairLaw
    let draws: RandomStream

    init(_ context: SynthesisContext, law: PairLaw) {
        population = context.population
        rotation = Rotation(context, count: Int64(context.population.training.count), quota: context.quotas[0])
        self.law = law
        draws = RandomStream(seed: context.seed, purpose: .candidate)
    }

    func positions(of number: Int64) -> (base: Int, partner: Int?) {
        let pair = rotation.pair(number)
        return (Int(pair.base), pair.partner.map { Int($0) })
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        rotation.forEachNumber(withBase: Int64(position)) { body(Candidate(stratum: 0, number: $0)) }
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        rotation.forEachNumber(withPartner: Int64(position)) { number in
            let candidate = Candidate(stratum: 0, number: number)
            if isPartner(row, of: candidate) { body(candidate) }
        }
    }
}
