import BallastCore
import BallastFormats
import Synchronization

/// The training part with its weights, for which all its labels have to be known once.
struct TrainingContent: Sendable {
    let recipe: Recipe
    let composer: RowComposer
    /// Training rows of each class before any was dropped.
    let countsBefore: [Int64]
    let threads: Int
    let notices: NoticeLog

    /// Positions of a block, whose totals are added in order: fixed, so that no sum depends on threads or shards.
    private static let blockRows = 65_536
    /// Rows that are looked at together.
    private static let runRows = 1024

    func make(_ plan: TrainingPlan, labels: LabelPipeline) throws -> PartContent {
        let content = PartContent(plan, labels: labels)
        let weights = try weights(of: content, plan.population)
        return PartContent(plan, labels: labels, weights: weights)
    }

    private func weights(of content: PartContent, _ population: Population) throws -> RowWeights {
        let weighting = recipe.weights.kind
        guard weighting != .ones, content.rowCount > 0 else { return .ones }
        let wantsProducts = weighting == .prior
        let empty = LabelTotals(classCount: population.classCount, products: wantsProducts)
        let totals = try accumulated(content, empty) {
            $0.add($1)
        } merge: {
            $0.add($1)
        }
        let priors = ClassTable.priors(countsBefore.map(Double.init))
        let found = weighting.coefficients(totals, priors: priors, beta: recipe.weights.beta)
        guard let found, found.contains(where: { $0 < 0 }) else { return RowWeights(coefficients: found) }
        return try clipped(RowWeights(coefficients: found), content, population, priors)
    }

    /// What is below 0 becomes 0 when it is stored; the rest is scaled so that the mean stays 1.
    private func clipped(
        _ weights: RowWeights, _ content: PartContent, _ population: Population, _ priors: [Double]
    ) throws -> RowWeights {
        let empty = ClippedTotals(classCount: population.classCount)
        let totals = try accumulated(content, empty) {
            $0.add($1, weights)
        } merge: {
            $0.add($1)
        }
        guard totals.clipped > 0, totals.sum > 0, let coefficients = weights.coefficients else { return weights }
        let after = ClassTable.priors(totals.mass)
        let miss = zip(after, priors).reduce(0.0) { max($0, abs($1.0 - $1.1)) }
        notices.add(
            "\(totals.clipped) of \(content.rowCount) training rows have weight 0, because the original class shares "
                + "ask for a negative one: the weighted shares miss them by up to \(Float(miss))")
        let scale = Double(content.rowCount) / totals.sum
        return RowWeights(coefficients: coefficients.map { scale * $0 })
    }

    private func accumulated<Totals: Sendable>(
        _ content: PartContent, _ empty: Totals, _ add: @Sendable (inout Totals, SoftLabels) -> Void,
        merge: @Sendable (inout Totals, Totals) -> Void
    ) throws -> Totals {
        let blocks = (content.rowCount + Self.blockRows - 1) / Self.blockRows
        let all = Mutex(empty)
        try Parallel.ordered(blocks, threads: threads) { block in
            var totals = empty
            let end = min((block + 1) * Self.blockRows, content.rowCount)
            for first in stride(from: block * Self.blockRows, to: end, by: Self.runRows) {
                try add(&totals, composer.labels(first..<min(first + Self.runRows, end), of: content))
            }
            return totals
        } consume: { _, totals in
            all.withLock { merge(&$0, totals) }
        }
        return all.withLock { $0 }
    }
}
