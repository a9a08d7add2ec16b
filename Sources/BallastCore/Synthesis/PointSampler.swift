/// A kernel whose second points belong to classes.
protocol ClassPoints: PointKernel {
    /// Whether rows of class `c` have a second point; without one they are copied.
    func hasPoint(ofClass c: Int) -> Bool
    /// Whether a candidate that is drawn anew gets another point.
    var draws: Bool { get }
}

/// Rows whose second point is no input row.
struct PointSampler: SingleParentSampler {
    let population: Population
    let bases: any BaseChoice
    private let kernel: any ClassPoints
    private let weight: @Sendable (Candidate) -> Float

    var points: (any PointKernel)? { kernel }

    init(
        _ context: SynthesisContext, bases: any BaseChoice, points: any ClassPoints,
        weight: @escaping @Sendable (Candidate) -> Float
    ) {
        population = context.population
        self.bases = bases
        kernel = points
        self.weight = weight
    }

    func blend(_ candidate: Candidate) -> Blend { blend(candidate, base: population.classRows[bases.base(candidate)]) }

    func blend(_ candidate: Candidate, of parents: KnownParents) -> Blend { blend(candidate, base: parents.base) }

    private func blend(_ candidate: Candidate, base: Int64) -> Blend {
        guard kernel.hasPoint(ofClass: Int(candidate.stratum)) else { return .copy(of: base) }
        return Blend(
            base: base, weight: weight(candidate), drawnBy: kernel.draws ? candidate : candidate.firstDraw)
    }
}
