/// Kinds of chunk that data sets are made of, with a fixed seed: for tests of size and benchmarks of speed.
public enum ChunkKind: String, CaseIterable, Sendable {
    /// Rows of 50 float32 columns, each Gaussian with its own centre and scale.
    case gaussian
    /// SMOTE's rows: half originals of `gaussian`'s kind, half on lines between them.
    case interpolated
    /// Rows of 20 float32 columns that hold small integers.
    case integerFloats
    /// Rows of 20 int32 columns of various ranges.
    case integers
    /// Rows of 40 float32 columns: 8 groups, in each one column is 1.
    case oneHot
    /// One float32 value.
    case constant
    /// Images of 3 × 32 × 32, smooth with noise, as k/255 in float32.
    case pixelFloats
    /// The same, mixed with lines between two images: no longer quantised.
    case interpolatedPixels
    /// The same images as uint8.
    case pixels
    /// Float32 cut to two decimals.
    case rounded
    /// Half the rows exact copies of others near by.
    case duplicates
    /// Bytes without any structure.
    case noise

    public var elementSize: Int { self == .pixels || self == .noise ? 1 : 4 }

    /// `count` bytes, a multiple of the element's size.
    public func bytes(count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let elements = count / elementSize
        switch self {
        case .gaussian: return Self.raw(Self.table(elements, 50, &random))
        case .interpolated: return Self.raw(Self.mixed(Self.table(elements, 50, &random), 50, &random))
        case .integerFloats:
            return Self.raw((0..<elements).map { Float(Self.integer(column: $0 % 20, &random)) })
        case .integers: return Self.raw((0..<elements).map { Self.integer(column: $0 % 20, &random) })
        case .oneHot: return Self.raw(Self.oneHot(elements, &random))
        case .constant: return Self.raw([Float](repeating: 0.3, count: elements))
        case .pixelFloats: return Self.raw(Self.images(elements, &random).map { Float($0) / 255 })
        case .interpolatedPixels:
            return Self.raw(Self.mixed(Self.images(elements, &random).map { Float($0) / 255 }, 3072, &random))
        case .pixels: return Self.images(elements, &random)
        case .rounded: return Self.raw(Self.table(elements, 50, &random).map { Float(Int32($0 * 100)) / 100 })
        case .duplicates: return Self.raw(Self.duplicated(Self.table(elements, 50, &random), 50, &random))
        case .noise: return (0..<elements).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
    }

    private static func raw<T>(_ values: [T]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

    /// About normal: the sum of four uniform draws, so that no library function of another platform has a say.
    private static func normal(_ random: inout SeededGenerator) -> Float {
        (0..<4).reduce(Float(0)) { sum, _ in sum + Float.random(in: -1...1, using: &random) } * 0.866
    }

    private static func table(_ count: Int, _ columns: Int, _ random: inout SeededGenerator) -> [Float] {
        let centre = (0..<columns).map { _ in normal(&random) }
        let scale = (0..<columns).map { 0.15 + 2 / Float(1 + $0 / 4) }
        return (0..<count).map { centre[$0 % columns] + scale[$0 % columns] * normal(&random) }
    }

    private static func mixed(_ values: [Float], _ columns: Int, _ random: inout SeededGenerator) -> [Float] {
        var mixed = values
        let rows = values.count / columns
        guard rows > 1 else { return values }
        for row in 0..<rows where row % 2 == 1 {
            let partner = Int.random(in: 0..<rows, using: &random)
            let weight = Float.random(in: 0..<1, using: &random)
            for column in 0..<columns {
                let base = values[row * columns + column]
                mixed[row * columns + column] = base + weight * (values[partner * columns + column] - base)
            }
        }
        return mixed
    }

    private static func integer(column: Int, _ random: inout SeededGenerator) -> Int32 {
        let ranges: [Int32] = [2, 100, 5, 10, 100_000, 3, 24, 7, 60, 1000]
        return Int32.random(in: 0..<ranges[column % ranges.count], using: &random)
    }

    private static func oneHot(_ count: Int, _ random: inout SeededGenerator) -> [Float] {
        var values = [Float](repeating: 0, count: count)
        for group in 0..<count / 5 { values[group * 5 + Int.random(in: 0..<5, using: &random)] = 1 }
        return values
    }

    private static func images(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(count + 3072)
        while pixels.count < count {
            for _ in 0..<3 {
                let (level, slope, tilt) = (normal(&random), normal(&random), normal(&random))
                let (bowl, wave) = (normal(&random), normal(&random))
                for at in 0..<1024 {
                    let x = Float(at % 32) / 16 - 1
                    let y = Float(at / 32) / 16 - 1
                    let smooth = level + slope * x + tilt * y + bowl * x * x + wave * x * y
                    let value = 128 + 30 * smooth + 4 * normal(&random)
                    pixels.append(UInt8(max(0, min(255, value))))
                }
            }
        }
        return Array(pixels[..<count])
    }

    private static func duplicated(_ values: [Float], _ columns: Int, _ random: inout SeededGenerator) -> [Float] {
        var values = values
        for row in stride(from: 1, to: values.count / columns, by: 2) {
            let other = Int.random(in: 0..<row, using: &random)
            for column in 0..<columns { values[row * columns + column] = values[other * columns + column] }
        }
        return values
    }
}

/// SplitMix64: the same draws on every platform and in every version.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    public init(seed: UInt64) { state = seed }
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
