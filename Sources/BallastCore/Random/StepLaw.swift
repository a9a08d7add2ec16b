/// How far from the base toward the partner a new row lies.
public enum StepLaw: Sendable {
    /// U(0, 1).
    case uniform
    /// Beta(α, α), α > 0.
    case beta(Double)
    /// Always the same step.
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
        case .beta(let alpha): Self.onGrid(BetaDraw.symmetric(alpha, candidate, stream))
        case .fixed(let step): step
        }
    }
}
