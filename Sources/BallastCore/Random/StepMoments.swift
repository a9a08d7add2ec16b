/// The first two moments of a step: E[λ] and E[λ²].
struct StepMoments: Equatable, Sendable {
    var mean: Double
    var square: Double

    /// Always `step`.
    static func fixed(_ step: Double) -> StepMoments { StepMoments(mean: step, square: step * step) }
}

extension StepLaw {
    /// Of the law before its draws are put on the grid, which moves neither by more than 2⁻²⁴; nil where they have no
    /// closed form.
    var moments: StepMoments? {
        switch self {
        case .uniform: StepMoments(mean: 0.5, square: 1.0 / 3)
        case .interval(let low, let high):
            StepMoments(mean: (low + high) / 2, square: (low * low + low * high + high * high) / 3)
        case .beta(let alpha): StepMoments(mean: 0.5, square: 0.25 + 0.25 / (2 * alpha + 1))
        case .power(let alpha): StepMoments(mean: alpha / (alpha + 1), square: alpha / (alpha + 2))
        case .ends: StepMoments(mean: 0.5, square: 0.5)
        case .outward(let limit): StepMoments(mean: -limit / 2, square: limit * limit / 3)
        case .shifted: nil
        case .extended(let e): StepMoments(mean: 0.5, square: 0.25 + (1 + 2 * e) * (1 + 2 * e) / 12)
        case .stretched: StepMoments(mean: 0.5, square: 0.5)
        case .fixed(let step): .fixed(Double(step))
        }
    }
}
