import BallastCore
import BallastFormats

extension Recipe {
    /// The method's own rules, then those of the recipe.
    var labelRules: [any LabelRule] { method.settings.labelRules + labels.map(\.settings) }

    /// What the manifest tells a trainer besides the class table.
    var trainerExports: TrainerExports {
        TrainerExports(rowWeights: weights.kind, effectiveNumberBeta: weights.beta)
    }

    /// ε of each class by the last label-aware smoothing; nil where there is none.
    ///
    /// - Parameter counts: training rows before augmentation.
    func labelSmoothing(_ counts: [Int64]) -> [Double]? {
        let rules = labels.compactMap { $0.settings as? LabelAwareSmoothing }
        return rules.last?.amounts(for: counts)
    }
}
