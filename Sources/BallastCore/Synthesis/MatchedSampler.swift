/// The pairs of another sampler, their rows changed by ``ColumnMatching``.
struct MatchedSampler: Sampler {
    private let pairs: NeighborSampler
    private let matching: ColumnMatching

    init(_ context: SynthesisContext, _ pairs: NeighborSampler) throws {
        self.pairs = pairs
        matching = try ColumnMatching(context, of: pairs)
    }

    var points: (any PointKernel)? { matching }
    var nominalDraws: RandomStream? { pairs.nominalDraws }

    func blend(_ candidate: Candidate) -> Blend { marked(pairs.blend(candidate), candidate) }

    func blend(_ candidate: Candidate, of parents: KnownParents) -> Blend {
        marked(pairs.blend(candidate, of: parents), candidate)
    }

    private func marked(_ pair: Blend, _ candidate: Candidate) -> Blend {
        var blend = pair
        if blend.partner != blend.base && matching.changesRows(ofClass: Int(candidate.stratum)) {
            blend.candidate = candidate
        }
        return blend
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        pairs.forEachCandidate(withBase: row, body)
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {
        pairs.forEachCandidate(withPartner: row, body)
    }

    func voters(ofBase row: Int64) -> UnsafeBufferPointer<Int64>? { pairs.voters(ofBase: row) }
}

extension MatchedSampler: PairSource {
    func uses(ofBaseAt position: Int) -> Int64 { pairs.uses(ofBaseAt: position) }

    func forEachPartner(
        ofBaseAt position: Int, _ body: (_ partner: Int64, _ share: Double, _ step: StepMoments?) -> Void
    ) { pairs.forEachPartner(ofBaseAt: position, body) }

    func scale(ofClass c: Int, column: Int) -> Double { matching.scale(ofClass: c, column: column) }
}
