/// A bijection of 0 ..< count that a key chooses and that can be run backwards, with no array.
///
/// A Feistel network over the smallest power of two that holds `count`, walked along its cycle until it lands inside
/// (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002). The power of two is less than 2 · count, so
/// fewer than two steps are expected; it is 4 for 1 and 2, and four and two steps are.
/// - Complexity: O(1) expected for either direction.
public struct KeyedPermutation: Sendable {
    /// The size of the domain.
    public let count: Int64
    private let leftBits: UInt64
    private let rightBits: UInt64
    private let keys: SIMD8<UInt64>

    /// - Parameter count: at least 1.
    public init(count: Int64, key: UInt64) {
        precondition(count > 0)
        self.count = count
        let bits = max(2, 64 - (count - 1).leadingZeroBitCount)
        leftBits = UInt64(bits / 2)
        rightBits = UInt64(bits) - leftBits
        let stream = Philox(seed: key)
        var keys = SIMD8<UInt64>()
        for round in 0..<8 {
            let drawn = stream.block((UInt32(round), 0, 0, 0))
            keys[round] = UInt64(drawn.0) | UInt64(drawn.1) << 32
        }
        self.keys = keys
    }

    /// Where `index` goes.
    public func callAsFunction(_ index: Int64) -> Int64 {
        var value = UInt64(bitPattern: index)
        repeat { value = forward(value) } while value >= UInt64(bitPattern: count)
        return Int64(bitPattern: value)
    }

    /// Where each of `indices` goes.
    ///
    /// A step for all of them, then one for those that it took outside, and so on. Walked one by one, each index would end
    /// with a branch that nobody can foretell, and the processor could not work on the next one meanwhile.
    public func images(of indices: Range<Int64>) -> [Int64] {
        [Int64](unsafeUninitializedCapacity: indices.count) { images, initialized in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: indices.count) { outside in
                var left = 0
                for place in 0..<indices.count {
                    images[place] = step(indices.lowerBound + Int64(place))
                    outside[left] = place
                    left += images[place] >= count ? 1 : 0
                }
                while left > 0 {
                    var still = 0
                    for place in outside[..<left] {
                        images[place] = step(images[place])
                        outside[still] = place
                        still += images[place] >= count ? 1 : 0
                    }
                    left = still
                }
            }
            initialized = indices.count
        }
    }

    /// One step of the walk, which can end outside.
    @inline(__always)
    private func step(_ index: Int64) -> Int64 { Int64(bitPattern: forward(UInt64(bitPattern: index))) }

    /// Which index goes to `image`.
    public func inverse(_ image: Int64) -> Int64 {
        var value = UInt64(bitPattern: image)
        repeat { value = backward(value) } while value >= UInt64(bitPattern: count)
        return Int64(bitPattern: value)
    }

    @inline(__always)
    private func forward(_ value: UInt64) -> UInt64 {
        let (leftMask, rightMask) = ((1 &<< leftBits) &- 1, (1 &<< rightBits) &- 1)
        var (left, right) = (value &>> rightBits, value & rightMask)
        for pair in 0..<4 {
            left ^= Self.mix(right, keys[2 * pair]) & leftMask
            right ^= Self.mix(left, keys[2 * pair + 1]) & rightMask
        }
        return left &<< rightBits | right
    }

    @inline(__always)
    private func backward(_ value: UInt64) -> UInt64 {
        let (leftMask, rightMask) = ((1 &<< leftBits) &- 1, (1 &<< rightBits) &- 1)
        var (left, right) = (value &>> rightBits, value & rightMask)
        for pair in (0..<4).reversed() {
            right ^= Self.mix(left, keys[2 * pair + 1]) & rightMask
            left ^= Self.mix(right, keys[2 * pair]) & leftMask
        }
        return left &<< rightBits | right
    }

    /// The high bits of two multiplications: every bit of `value` and `key` reaches every bit that is used.
    @inline(__always)
    private static func mix(_ value: UInt64, _ key: UInt64) -> UInt64 {
        var mixed = (value ^ key) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed &>> 32
        mixed = mixed &* 0xD6E8_FEB8_6659_FD93
        return mixed &>> 24
    }
}
