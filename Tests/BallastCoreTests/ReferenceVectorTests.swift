import BallastCore
import Foundation
import Testing

@Suite("What NumPy, scikit-learn and imbalanced-learn compute, in every bit")
struct ReferenceVectorTests {
    struct Philox4: Decodable { let counter, key, words: [UInt32] }

    @Test("Philox gives the published words")
    func philox() throws {
        let cases = try ReferenceVectors.cases("arithmetic", "philox", as: Philox4.self)
        #expect(cases.count > 20)
        for known in cases {
            let stream = Philox(seed: UInt64(known.key[0]) | UInt64(known.key[1]) << 32)
            let made = stream.block((known.counter[0], known.counter[1], known.counter[2], known.counter[3]))
            #expect([made.0, made.1, made.2, made.3] == known.words)
        }
    }

    struct Step: Decodable {
        let draw: Hexadecimal
        let lambda: UInt32
    }

    @Test("steps lie on the grid of odd multiples of 2⁻²⁴")
    func steps() throws {
        let cases = try ReferenceVectors.cases("arithmetic", "steps", as: Step.self)
        #expect(cases.count == 50)
        for known in cases { #expect(StepLaw.onGrid(known.draw.value).bitPattern == known.lambda, "\(known.draw)") }
    }

    struct Logarithm: Decodable { let x, ln: Hexadecimal }
    struct Exponential: Decodable { let x, exp: Hexadecimal }

    @Test("ln and exp from + − × ÷ have the defined bits")
    func functions() throws {
        let logarithms = try ReferenceVectors.cases("arithmetic", "logarithms", as: Logarithm.self)
        let exponentials = try ReferenceVectors.cases("arithmetic", "exponentials", as: Exponential.self)
        #expect(logarithms.count > 40 && exponentials.count > 40)
        for known in logarithms { #expect(ExactMath.ln(known.x.value) == known.ln.value, "ln \(known.x)") }
        for known in exponentials { #expect(ExactMath.exp(known.x.value) == known.exp.value, "exp \(known.x)") }
    }

    struct Moments: Decodable {
        let name: String
        let rows, width: Int
        let values: [UInt32]
        let mean, deviation, standardWeight, minmaxWeight: [Hexadecimal]
    }

    @Test("mean, deviation and column weights are summed in the defined order")
    func moments() throws {
        let cases = try ReferenceVectors.cases("arithmetic", "moments", as: Moments.self)
        #expect(cases.count == 4)
        for known in cases {
            let store = RowStore(bits: known.values, width: known.width)
            let found = try ColumnStatistics(of: store, rows: .all(known.rows), threads: 2)
            #expect(found.mean == known.mean.map(\.value), "\(known.name)")
            #expect(found.deviation == known.deviation.map(\.value), "\(known.name)")
            #expect(Scaling.standard.weights(found) == known.standardWeight.map(\.value), "\(known.name)")
            #expect(Scaling.minmax.weights(found) == known.minmaxWeight.map(\.value), "\(known.name)")
        }
    }

    struct LongMoments: Decodable {
        let rows, modulus: Int
        let divisor: Float
        let mean, deviation: Hexadecimal
    }

    @Test("sums over several blocks add the blocks' results in order, on any number of threads", arguments: [1, 2, 3])
    func longMoments(threads: Int) throws {
        let known = try #require(try ReferenceVectors.cases("arithmetic", "long_moments", as: LongMoments.self).first)
        let store = RowStore(rows: (0..<known.rows).map { [Float($0 % known.modulus) / known.divisor] })
        let found = try ColumnStatistics(of: store, rows: .all(known.rows), threads: threads)
        #expect(found.mean == [known.mean.value])
        #expect(found.deviation == [known.deviation.value])
    }

    @Test("columns that are divided among threads have the sums of one thread")
    func wideMoments() throws {
        func value(_ row: Int, _ column: Int) -> Float { Float((column * 37 + row * 101) % 997) / 7 }
        let store = RowStore(rows: (0..<9).map { row in (0..<2500).map { value(row, $0) } })
        let known = try ColumnStatistics(of: store, rows: .all(9), threads: 1)
        for threads in [2, 3, 7] {
            let found = try ColumnStatistics(of: store, rows: .all(9), threads: threads)
            #expect(found.mean == known.mean && found.deviation == known.deviation)
            #expect(found.minimum == known.minimum && found.maximum == known.maximum)
        }
        #expect(known.maximum[2499] == (0..<9).map { Double(value($0, 2499)) }.max())
    }

    struct Shares: Decodable { let weights, shares: [Int64], total: Int64 }

    @Test("largest remainders hand out exact totals")
    func largestRemainder() throws {
        let cases = try ReferenceVectors.cases("counts", "largest_remainder", as: Shares.self)
        #expect(cases.count > 8)
        for known in cases { #expect(Apportionment.shares(of: known.total, weights: known.weights) == known.shares) }
    }

    struct Ratio: Decodable {
        let factor: String
        let count, floor: Int64
    }

    @Test("decimals are exact: .29 of 100 is 29")
    func ratios() throws {
        let cases = try ReferenceVectors.cases("counts", "ratios", as: Ratio.self)
        #expect(cases.count == 10)
        for known in cases { #expect(try ExactDecimal(known.factor).floor(times: known.count) == known.floor) }
    }
}

extension RowStore {
    /// Rows from float32 bits, row-major.
    convenience init(bits: [UInt32], width: Int) {
        let values = StoredArray(bits.map(Float.init(bitPattern:)))
        self.init(elementType: .float32, rowShape: [width], count: bits.count / width, region: values.region)
    }
}
