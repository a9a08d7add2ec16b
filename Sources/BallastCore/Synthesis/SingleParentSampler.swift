/// Makes rows without a second parent among the input rows: only bases have an inverse.
protocol SingleParentSampler: Sampler {
    var population: Population { get }
    var bases: any BaseChoice { get }
}

extension SingleParentSampler {
    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        bases.forEachCandidate(withBase: position, body)
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {}
}
