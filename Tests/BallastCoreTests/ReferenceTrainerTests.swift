import BallastCore
import Testing

@Suite("What the formulas of imbalanced-DL give for weights, margins and mixed labels")
struct ReferenceTrainerTests {
    struct Weights: Decodable {
        let counts: [Int64]
        let firstStage, secondStage, loose, inverse, squareRoot: [Hexadecimal]
    }

    private func expect(_ made: [Double], _ known: [Hexadecimal], _ tolerance: Double = 1e-12) {
        #expect(made.count == known.count)
        for (a, b) in zip(made, known) { #expect(abs(a - b.value) <= tolerance * max(1, abs(b.value)), "\(made)") }
    }

    @Test("class weights, and the two stages of deferred re-weighting")
    func weights() throws {
        let cases = try ReferenceVectors.cases("trainer", "class_weights", as: Weights.self)
        #expect(cases.count == 5)
        for known in cases {
            expect(ClassTable.effectiveNumber(known.counts, beta: 0), known.firstStage)
            // 1 − βⁿ in one step loses digits that the tool's own sum keeps.
            expect(ClassTable.effectiveNumber(known.counts), known.secondStage, 1e-11)
            expect(ClassTable.effectiveNumber(known.counts, beta: 0.99), known.loose)
            expect(ClassTable.inverseFrequency(known.counts), known.inverse)
            expect(ClassTable.inverseSquareRoot(known.counts), known.squareRoot)
        }
    }

    struct Margins: Decodable {
        let counts: [Int64]
        let margins: [Hexadecimal]
    }

    @Test("LDAM margins")
    func margins() throws {
        let cases = try ReferenceVectors.cases("trainer", "margins", as: Margins.self)
        #expect(cases.count == 5)
        for known in cases { expect(ClassTable.marginsLDAM(known.counts), known.margins) }
    }

    struct Shares: Decodable {
        let base, partner: Int64
        let lambda, share: [Hexadecimal]
    }

    private func compare(_ group: String, _ rule: some LabelRule) throws {
        let cases = try ReferenceVectors.cases("trainer", group, as: Shares.self)
        #expect(cases.count >= 5)
        for known in cases {
            for (lambda, share) in zip(known.lambda, known.share) {
                let made = try softLabel([rule], share: Float(lambda.value), counts: [known.base, known.partner])
                #expect(abs(made[0] - share.value) <= 1e-12, "\(known.base) : \(known.partner) at \(lambda)")
            }
        }
    }

    @Test("Remix's label shares")
    func remix() throws { try compare("remix", RemixLabels()) }

    @Test("margin-aware mixup's label shares")
    func marginAware() throws { try compare("margin_aware", MarginLabels()) }
}
