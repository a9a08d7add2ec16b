/// How far from the base toward the partner a new row lies.
public enum StepLaw: Sendable {
    /// U(0, 1).
    case uniform
    /// U(low, high), 0 ≤ low ≤ high ≤ 1.
    case interval(Double, Double)
    /// Beta(α, α), α > 0.
    case beta(Double)
    /// Beta(α, 1) = U^(1/α), α > 0: mostly near the base where α < 1.
    case power(Double)
    /// The base's share is a Beta(α, α) draw plus a shift in [0, 1], less 1 where that is above 1.
    case shifted(alpha: Double, by: Double)
    /// The first or the last cell of the grid, each half the time: the limit of Beta(α, α) for α → 0.
    case ends
    /// U(−e, 1 + e), e ≥ 0: beyond both ends.
    case extended(Double)
    /// Beta(α, α) stretched to [−ε, 1 + ε] with `ε = (√(2α + 1) − 1) / 2`, so that E[λ²] = E[λ].
    case stretched(Double)
    /// −U(0, limit), limit in (0, 1]: away from the partner.
    case outward(Double)
    /// Always the same step; 0 is a copy of the base.
    case fixed(Float)

    /// The step on the grid on which rows, labels and margins are computed:
    /// `λ = (2 · min(⌊2²³B⌋, 2²³ − 1) + 1) / 2²⁴` for a draw B in [0, 1).
    ///
    /// λ and 1 − λ are then exact in float32, and λ is never 0, ½ or 1.
    @inline(__always)
    public static func onGrid(_ draw: Double) -> Float { onGrid(cell: UInt32(min(max(draw, 0) * 0x1p23, 0x1p23 - 1))) }

    /// The step in the middle of cell 0 ..< 2²³.
    @inline(__always)
    static func onGrid(cell: UInt32) -> Float { Float(2 * cell + 1) * 0x1p-24 }

    /// The step of one candidate. `word` is a random word of the candidate's own; laws that need more draw from `stream`.
    @inline(__always)
    func step(_ candidate: Candidate, word: UInt32, stream: RandomStream) -> Float {
        switch self {
        case .uniform: Self.onGrid(cell: word >> 9)
        case .interval(let low, let high): Self.onGrid(low + (high - low) * (Double(word) * 0x1p-32))
        case .beta(let alpha): Self.onGrid(BetaDraw.symmetric(alpha, candidate, stream))
        // The middle of the word's cell: ln 0 is not defined.
        case .power(let alpha): Self.onGrid(ExactMath.pow((Double(word) + 0.5) * 0x1p-32, 1 / alpha))
        case .shifted(let alpha, let shift):
            Self.onGrid(Self.shifted(BetaDraw.symmetric(alpha, candidate, stream), by: shift))
        case .ends: Self.onGrid(cell: word >> 31 == 0 ? 0 : (1 << 23) - 1)
        case .extended(let e): Self.stretch(Self.onGrid(cell: word >> 9), beyond: e)
        case .stretched(let alpha):
            Self.stretch(
                Self.onGrid(BetaDraw.symmetric(alpha, candidate, stream)), beyond: Self.stretching(alpha))
        case .outward(let limit): Float(-limit * Double(Self.onGrid(cell: word >> 9)))
        case .fixed(let step): step
        }
    }

    /// ε of ``stretched(_:)``.
    static func stretching(_ alpha: Double) -> Double { ((2 * alpha + 1).squareRoot() - 1) / 2 }

    /// From [0, 1] to [−e, 1 + e]; no longer on the grid, rounded once.
    private static func stretch(_ step: Float, beyond e: Double) -> Float { Float((1 + 2 * e) * Double(step) - e) }

    private static func shifted(_ draw: Double, by shift: Double) -> Double {
        let sum = draw + shift
        return 1 - (sum > 1 ? sum - 1 : sum)
    }
}
