/// Philox4x32-10: four random words that are a pure function of a counter and a key.
///
/// Nothing is carried from draw to draw, so any draw can be made alone, in any order, on any thread.
/// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
public struct Philox: Sendable {
    /// What one counter gives: 128 random bits.
    public typealias Words = (UInt32, UInt32, UInt32, UInt32)

    let key: (UInt32, UInt32)

    /// The low half of `seed` is the first key word.
    public init(seed: UInt64) { key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)) }

    /// The block at `counter`.
    @inline(__always)
    public func block(_ counter: Words) -> Words {
        var (c0, c1, c2, c3) = counter
        var (k0, k1) = key
        for _ in 0..<10 {
            let left = UInt64(c0) &* 0xD251_1F53
            let right = UInt64(c2) &* 0xCD9E_8D57
            let (n0, n2) = (UInt32(right >> 32) ^ c1 ^ k0, UInt32(left >> 32) ^ c3 ^ k1)
            (c1, c3) = (UInt32(truncatingIfNeeded: right), UInt32(truncatingIfNeeded: left))
            (c0, c2) = (n0, n2)
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return (c0, c1, c2, c3)
    }
}
