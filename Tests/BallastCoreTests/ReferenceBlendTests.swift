import BallastCore
import Testing

@Suite("Blends and labels as NumPy computes them, in every bit")
struct ReferenceBlendTests {
    struct Rows: Decodable {
        let width: Int
        let base, partner, lambda, row: [UInt32]
    }

    struct Scalar: Decodable { let base, partner, lambda, row: UInt32 }

    @Test("single values with every trap: rounding, spans, signs of zero, steps 0 and 1")
    func scalars() throws {
        for known in try ReferenceVectors.cases("blends", "scalars", as: Scalar.self) {
            let made = compose([known.base], [known.partner], [known.lambda], width: 1, kind: .numeric)
            #expect(made == [known.row], "\(Float(bitPattern: known.base)) to \(Float(bitPattern: known.partner))")
        }
    }

    @Test("whole rows equal NumPy's, which are imbalanced-learn's")
    func rows() throws {
        let cases = try ReferenceVectors.cases("blends", "rows", as: Rows.self)
        #expect(cases.count == 4)
        for known in cases {
            let made = compose(known.base, known.partner, known.lambda, width: known.width, kind: .numeric)
            #expect(made == known.row)
        }
    }

    @Test("whole-number columns are rounded to even before the last conversion")
    func integerColumns() throws {
        let known = try #require(try ReferenceVectors.cases("blends", "integer_columns", as: Rows.self).first)
        let made = compose(known.base, known.partner, known.lambda, width: known.width, kind: .integer)
        #expect(made == known.row)
    }

    /// Bits of the rows between each base and its partner.
    private func compose(
        _ base: [UInt32], _ partner: [UInt32], _ weights: [UInt32], width: Int, kind: ColumnKind
    ) -> [UInt32] {
        let store = RowStore(bits: base + partner, width: width)
        let columns = (0..<width).map { Column(name: "\($0)", kind: kind) }
        let kernel = BlendKernel(features: store, columns: columns)
        let blends = weights.enumerated().map { row, weight in
            Blend(base: Int64(row), partner: Int64(row + weights.count), weight: Float(bitPattern: weight))
        }
        var output = [Float](repeating: .nan, count: weights.count * width)
        blends.withUnsafeBufferPointer { blends in
            output.withUnsafeMutableBytes { bytes in
                if let start = bytes.baseAddress { kernel.compose(blends, into: start) }
            }
        }
        return output.map(\.bitPattern)
    }

    struct Mixture: Decodable {
        let classes: Int
        let base, partner, label, smoothedLabel: [Int32]
        let lambda, softLabel, smoothed: [UInt32]
        let smoothingAmount: Double
    }

    @Test("mixed and smoothed labels, and the hard label of each")
    func mixtures() throws {
        let known = try #require(try ReferenceVectors.cases("labels", "mixtures", as: Mixture.self).first)
        let plain = try labels(of: known, rules: [])
        #expect(plain.dense == known.softLabel)
        #expect(plain.hard == known.label)
        var smoothing = Smoothing()
        smoothing.amount = known.smoothingAmount
        let smoothed = try labels(of: known, rules: [smoothing])
        #expect(smoothed.dense == known.smoothed)
        #expect(smoothed.hard == known.smoothedLabel)
    }

    /// Row i's parents are the input rows i and i + n.
    private func labels(of known: Mixture, rules: [any LabelRule]) throws -> (dense: [UInt32], hard: [Int32]) {
        let count = known.base.count
        let classes = StoredArray(known.base + known.partner)
        let context = LabelContext(trainingCounts: [Int64](repeating: 10, count: known.classes))
        let pipeline = try LabelPipeline(labels: classes, rules: rules, context: context)
        let blends = known.lambda.enumerated().map { row, weight in
            Blend(base: Int64(row), partner: Int64(row + count), weight: Float(bitPattern: weight))
        }
        let soft = blends.withUnsafeBufferPointer { pipeline.labels(of: $0) }
        var dense = [Float](repeating: .nan, count: count * known.classes)
        var hard = [Int32](repeating: -1, count: count)
        StoredLabels.writeDense(soft, into: &dense)
        StoredLabels.writeHard(soft, ownClass: { known.base[$0] }, into: &hard)
        return (dense.map(\.bitPattern), hard)
    }

    struct LabelAware: Decodable {
        let law: String
        let exponent, head, tail: Double
        let counts: [Int64]
        let amounts: [Double]
    }

    @Test("label-aware amounts follow the four laws")
    func labelAware() throws {
        let cases = try ReferenceVectors.cases("labels", "label_aware", as: LabelAware.self)
        #expect(cases.count == 12)
        for known in cases {
            var rule = LabelAwareSmoothing()
            rule.law = try #require(LabelAwareSmoothing.Law(rawValue: known.law))
            (rule.head, rule.tail, rule.exponent) = (known.head, known.tail, known.exponent)
            for (made, amount) in zip(rule.amounts(for: known.counts), known.amounts) {
                #expect(abs(made - amount) < 1e-11, "\(known.law) of \(known.counts)")
            }
        }
    }
}
