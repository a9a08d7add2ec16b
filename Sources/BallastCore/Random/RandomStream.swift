/// Repeatable draws: a pure function of (seed, purpose, stream, index, attempt), never of what was drawn before.
///
/// `stream` is usually a class, `index` a candidate. Distinct purposes never share a counter, so no two choices of the
/// tool are correlated by accident.
public struct RandomStream: Sendable {
    /// What a draw decides. The raw values are part of the result: never renumber.
    public enum Purpose: UInt8, Sendable {
        case candidate = 1
        case shuffle = 2
        case basePermutation = 3
        case mixRound = 4
        case splitPermutation = 5
        case splitGroup = 6
        case step = 7
        case pool = 8
        case noise = 9
        case imbalance = 20
        case patch = 21
        case nominal = 30
        case underSampling = 31
        case sample = 40
        case clustering = 41
    }

    private let generator: Philox
    private let purpose: Purpose

    public init(seed: UInt64, purpose: Purpose) {
        generator = Philox(seed: seed)
        self.purpose = purpose
    }

    /// Four random words. `attempt` numbers redraws of the same choice, below 2²⁴.
    @inline(__always)
    public func words(_ index: Int64, stream: Int32 = 0, attempt: UInt32 = 0) -> Philox.Words {
        let number = UInt64(bitPattern: index)
        return generator.block(
            (
                UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32),
                UInt32(bitPattern: stream), UInt32(purpose.rawValue) | attempt << 8
            ))
    }

    /// Four random words of a candidate; `attempt` numbers what one draw of it needs, below 2²⁰.
    @inline(__always)
    public func words(_ candidate: Candidate, attempt: UInt32 = 0) -> Philox.Words {
        words(candidate.number, stream: candidate.stratum, attempt: UInt32(candidate.attempt) << 20 &+ attempt)
    }

    /// A 64-bit key.
    public func key(_ index: Int64, stream: Int32 = 0) -> UInt64 {
        let drawn = words(index, stream: stream)
        return UInt64(drawn.0) | UInt64(drawn.1) << 32
    }

    /// A whole number below `bound`, from two random words. `bound` must be positive.
    ///
    /// By multiplication and shift; the bias is below `bound` / 2⁶⁴.
    @inline(__always)
    public static func below(_ bound: Int64, _ low: UInt32, _ high: UInt32) -> Int64 {
        let drawn = UInt64(low) | UInt64(high) << 32
        return Int64(bitPattern: UInt64(bound).multipliedFullWidth(by: drawn).high)
    }

    /// U[0, 1) with 53 random bits.
    @inline(__always)
    public static func unit(_ low: UInt32, _ high: UInt32) -> Double {
        Double((UInt64(low) | UInt64(high) << 32) >> 11) * 0x1p-53
    }
}
