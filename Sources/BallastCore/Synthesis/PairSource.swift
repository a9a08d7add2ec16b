/// A sampler that can say which pairs it joins, and how likely each is, without drawing any.
protocol PairSource: Sendable {
    /// Candidates whose base stands at `position` of ``Population/classRows``.
    func uses(ofBaseAt position: Int) -> Int64
    /// Calls `body` once for every partner that a base may get: the share of the base's candidates that get it, and the
    /// moments of their step, nil where the law has none in closed form. Copies are pairs of a row with itself.
    func forEachPartner(
        ofBaseAt position: Int, _ body: (_ partner: Int64, _ share: Double, _ step: StepMoments?) -> Void)
    /// What the rows' deviations in a column are multiplied by afterwards.
    func scale(ofClass c: Int, column: Int) -> Double
}

extension PairSource {
    func scale(ofClass c: Int, column: Int) -> Double { 1 }
}

/// The same pairs with every base used equally often: what holds for a class however few rows are drawn.
struct EvenPairs<Source: PairSource>: PairSource {
    let source: Source

    func uses(ofBaseAt position: Int) -> Int64 { 1 }

    func forEachPartner(
        ofBaseAt position: Int, _ body: (_ partner: Int64, _ share: Double, _ step: StepMoments?) -> Void
    ) { source.forEachPartner(ofBaseAt: position, body) }
}

extension NeighborSampler: PairSource {
    func uses(ofBaseAt position: Int) -> Int64 {
        var count: Int64 = 0
        bases.forEachCandidate(withBase: position) { _ in count += 1 }
        return count
    }

    func forEachPartner(
        ofBaseAt position: Int, _ body: (_ partner: Int64, _ share: Double, _ step: StepMoments?) -> Void
    ) {
        let base = population.classRows[position]
        let admissible = partners.count(ofBase: position)
        guard admissible > 0 else { return body(base, 1, .fixed(0)) }
        partners.forEachPartner(ofBase: position) { partner in
            body(partner, 1 / Double(admissible), law.moments(base, partner))
        }
    }
}
