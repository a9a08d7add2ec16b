/// Rows without a second parent: a base whose nominal values its voters decide.
struct VoteSampler: SingleParentSampler {
    let population: Population
    let bases: any BaseChoice
    /// Per class: the voters of each row; nil where rows are copied.
    private let tables: [NeighborTable?]
    let nominalDraws: RandomStream?

    init(
        _ context: SynthesisContext, bases: any BaseChoice, voters tables: [NeighborTable?], vote: NominalVote
    ) {
        population = context.population
        self.bases = bases
        self.tables = tables
        nominalDraws = vote.draws(context)
    }

    func blend(_ candidate: Candidate) -> Blend {
        let base = population.classRows[bases.base(candidate)]
        if tables[Int(candidate.stratum)] == nil { return .copy(of: base) }
        // Where the most common value wins nothing is drawn: a guard that asks for another draw gets the same row.
        return Blend(base: base, weight: 0, drawnBy: nominalDraws == nil ? candidate.firstDraw : candidate)
    }

    func voters(ofBase row: Int64) -> UnsafeBufferPointer<Int64>? {
        guard let position = population.position(ofTrainingRow: row) else { return nil }
        let c = Int(population.labels[Int(row)])
        return tables[c].map { $0[position - population.classStarts[c]] }
    }
}
