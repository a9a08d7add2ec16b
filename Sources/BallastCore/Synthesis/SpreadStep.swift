/// How far rows of SMOTE lie from their base.
public enum SpreadStep: String, Codable, CaseIterable, Sendable {
    /// U(0, 1): between the parents. The rows spread less than their class.
    case uniform
    /// U(−e, 1 + e), for each class the e that keeps the trace of its covariance: `e = (√(12A) − 1) / 2` with
    /// `A = (‖m‖²/4 − tr B) / tr D − 1/4`, where m, B and D are mean, covariance with the base and second moment of
    /// partner − base. At most the limit that the recipe gives, at least 0.
    case extended
    /// Beta(α, α) stretched to [−ε, 1 + ε], `ε = (√(2α + 1) − 1) / 2`, so that E[λ²] = E[λ]: keeps the covariance of
    /// independent pairs of one class, whatever the data. Lee, Im and Kim (arXiv 2503.02645, 2025).
    case structurePreserving = "structure-preserving"
}

extension SpreadStep {
    /// The law of each class that has candidates.
    ///
    /// - Parameters:
    ///   - pairs: with every pair's step between the parents.
    ///   - limit: the largest e.
    ///   - alpha: α of the structure-preserving step.
    func laws(
        _ context: SynthesisContext, _ pairs: some PairSource, atMost limit: Double, alpha: Double
    ) throws -> [StepLaw] {
        let population = context.population
        return try (0..<population.classCount).map { c in
            switch self {
            case .uniform: return .uniform
            case .structurePreserving: return .stretched(alpha)
            case .extended:
                guard context.quotas[c] > 0 else { return .uniform }
                let moments = try PairMoments(
                    EvenPairs(source: pairs), ofClass: c, population, weights: context.weights,
                    threads: context.threads)
                return .extended(min(moments?.traceKeepingExtension ?? 0, limit))
            }
        }
    }
}
