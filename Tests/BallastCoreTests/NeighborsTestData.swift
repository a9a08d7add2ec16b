import BallastCore
import Testing

/// Numbers from a fixed seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// Roughly normal: mean 0, variance 1.
    mutating func normal() -> Float {
        var sum: Float = 0
        for _ in 0..<12 { sum += Float.random(in: 0..<1, using: &self) }
        return sum - 6
    }
}

/// A named space for the searches to be compared in.
struct NeighborsCase: Sendable, CustomTestStringConvertible {
    let name: String
    var space: NeighborSpace
    let count: Int
    var k = 5

    var testDescription: String { name }
}

extension NeighborsCase {
    /// Float rows; weights 1/σ unless given.
    init(_ name: String, _ rows: [[Float]], weights: [Double]? = nil, k: Int = 5) {
        let width = rows[0].count
        let weights = weights ?? (0..<width).map { column in Self.weight(rows.map { Double($0[column]) }) }
        self.init(name: name, space: NeighborSpace(features: RowStore(rows: rows), weights: weights), count: rows.count)
        self.k = k
    }

    private static func weight(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return variance > 0 ? 1 / variance.squareRoot() : 1
    }

    /// Rows of integers of one element type.
    init<Element: RowElement & FixedWidthInteger>(_ name: String, integers: [[Element]]) {
        let values = StoredArray(integers.flatMap { $0 })
        let width = integers[0].count
        let store = RowStore(
            elementType: Element.elementType, rowShape: [width], count: integers.count, region: values.region)
        self.init(
            name: name, space: NeighborSpace(features: store, weights: Array(repeating: 0.25, count: width)),
            count: integers.count)
    }

    static let all: [NeighborsCase] = shapes + values + integers + nominal

    private static func normalRows(_ count: Int, _ width: Int, seed: UInt64) -> [[Float]] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).map { _ in (0..<width).map { _ in numbers.normal() } }
    }

    /// Three clusters of variance 1, `spread` apart in each column.
    static func clusteredRows(_ count: Int, _ width: Int, spread: Float) -> [[Float]] {
        var numbers = SeededNumbers(seed: 13)
        return (0..<count).map { row in (0..<width).map { _ in Float(row % 3) * spread + numbers.normal() } }
    }

    /// Sizes around the kernels' groups, panels and blocks.
    private static var shapes: [NeighborsCase] {
        let counts = [2, 3, 6, 7, 15, 16, 17, 192, 193, 385].map { count in
            NeighborsCase("\(count) rows of 3 columns", normalRows(count, 3, seed: UInt64(count)))
        }
        let widths = [1, 2, 4, 7, 8, 9, 15, 16, 17, 24, 30, 65].map { width in
            NeighborsCase("\(width) columns", normalRows(100, width, seed: UInt64(width)))
        }
        let others = [
            NeighborsCase("3,072 columns", normalRows(70, 3072, seed: 1)),
            NeighborsCase("many neighbours", normalRows(120, 4, seed: 2), k: 60),
            NeighborsCase("more neighbours wanted than rows", normalRows(20, 4, seed: 3), k: 40),
            NeighborsCase("one neighbour", normalRows(130, 10, seed: 4), k: 1),
        ]
        return counts + widths + others
    }

    /// Values that are hard for a filter.
    private static var values: [NeighborsCase] {
        let base = normalRows(130, 6, seed: 5)
        var numbers = SeededNumbers(seed: 6)
        let clusters: [[Float]] = (0..<150).map { row in
            (0..<6).map { _ in Float(row % 3) * 1000 + numbers.normal() * 0.001 }
        }
        let tight: [[Float]] = (0..<130).map { row in
            (0..<3).map { _ in Float(row % 2) * 1e6 + numbers.normal() * 0.1 }
        }
        var farther = base
        for row in 0..<6 { farther[row * 7] = farther[row * 7].map { $0 * Float(row + 1) * 1e5 } }
        var huge = base
        huge[3] = huge[3].map { $0 < 0 ? -Float.greatestFiniteMagnitude : .greatestFiniteMagnitude }
        huge[100] = huge[100].map { _ in 1e30 }
        let ones = Array(repeating: 1.0, count: 6)
        return [
            NeighborsCase("every row twice", base.map { $0 } + base),
            NeighborsCase("all rows equal", Array(repeating: [1, 2, 3], count: 130)),
            NeighborsCase("odd norms, three of each", (0..<240).map { row in [Float(row % 80), 1, 0, 2] }),
            NeighborsCase("far outliers", farther),
            NeighborsCase("far outliers, unscaled", farther, weights: ones),
            NeighborsCase("values up to the largest float", huge, weights: ones),
            NeighborsCase("values up to the largest float, scaled", huge),
            NeighborsCase(
                "the smallest floats", base.map { $0.map { $0 * Float.leastNonzeroMagnitude } }, weights: ones),
            NeighborsCase(
                "tiny and huge values",
                base.enumerated().map { row, v in v.map { $0 * (row % 2 == 0 ? 1e-30 : 1e30) } }, weights: ones),
            NeighborsCase("everything huge", base.map { $0.map { $0 * 1e37 } }, weights: ones),
            NeighborsCase("tight far-apart clusters", clusters),
            NeighborsCase("clusters at the edge of float32", tight, weights: [1, 1, 1]),
            NeighborsCase("constant columns", base.map { [7] + $0 + [-1e20] }),
            NeighborsCase("minus zero and zero", (0..<90).map { row in [row % 2 == 0 ? -0.0 : 0, Float(row % 5)] }),
            NeighborsCase(
                "mirror images", (0..<130).map { row in [Float(row - 100) / 3, Float((row * 37) % 100 - 50) / 7] }),
        ]
    }

    private static var integers: [NeighborsCase] {
        var numbers = SeededNumbers(seed: 7)
        func rows<Element: FixedWidthInteger>(_ range: ClosedRange<Element>, _ width: Int = 5) -> [[Element]] {
            (0..<130).map { _ in (0..<width).map { _ in Element.random(in: range, using: &numbers) } }
        }
        return [
            NeighborsCase("uint8 with ties", integers: rows(0...3 as ClosedRange<UInt8>)),
            NeighborsCase("uint8, whole range", integers: rows(0...255 as ClosedRange<UInt8>, 40)),
            NeighborsCase("int8", integers: rows(-128...127 as ClosedRange<Int8>)),
            NeighborsCase("uint16", integers: rows(0...65535 as ClosedRange<UInt16>)),
            NeighborsCase("int16", integers: rows(-50...50 as ClosedRange<Int16>)),
            NeighborsCase("uint32", integers: rows(0...UInt32.max)),
            NeighborsCase("int32", integers: rows(Int32.min...Int32.max)),
            NeighborsCase("uint64", integers: rows(0...UInt64.max)),
            NeighborsCase("int64", integers: rows(Int64.min...Int64.max)),
        ]
    }

    private static var nominal: [NeighborsCase] {
        var numbers = SeededNumbers(seed: 8)
        func codes(_ count: Int, _ width: Int, _ categories: Int32) -> CodeStore {
            let values = (0..<count * width).map { _ in Int32.random(in: -1..<categories, using: &numbers) }
            return CodeStore(codes: StoredArray(values), width: width)
        }
        func mixed(_ name: String, _ rows: [[Float]], _ width: Int, _ categories: Int32, _ mismatch: Double)
            -> NeighborsCase
        {
            var result = NeighborsCase(name, rows)
            result.space.categorical = codes(rows.count, width, categories)
            result.space.mismatchWeight = mismatch
            return result
        }
        func only(_ name: String, _ count: Int, _ width: Int, _ categories: Int32, _ mismatch: Double) -> NeighborsCase
        {
            NeighborsCase(
                name: name,
                space: NeighborSpace(
                    features: nil, weights: [], categorical: codes(count, width, categories), mismatchWeight: mismatch),
                count: count)
        }
        return [
            mixed("mixed columns", normalRows(130, 5, seed: 9), 3, 4, 0.7),
            mixed("mixed columns, light mismatches", normalRows(130, 5, seed: 10), 2, 4, 1e-9),
            mixed("mixed columns, heavy mismatches", normalRows(130, 5, seed: 11), 9, 3, 1e30),
            mixed("mixed columns, mismatches without weight", normalRows(130, 2, seed: 12), 2, 4, 0),
            only("nominal columns only", 130, 4, 3, 1),
            only("nominal columns only, rarely equal", 130, 3, 1000, 1),
            only("one nominal column", 100, 1, 2, 2.5),
        ]
    }
}
