import BallastCore
import Testing

@Suite("Training weights from soft labels")
struct RowWeightingTests {
    /// Rows of classes 0, 1, 2 with counts 8, 3, 1; row r belongs to `classes[r]`.
    private let classes: [Int32] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2]
    private let counts: [Int64] = [8, 3, 1]

    /// Every original, then mixtures of rare rows with others.
    private var blends: [Blend] {
        (0..<12).map { Blend.copy(of: $0) }
            + (0..<20).map { s in
                Blend(base: 8 + Int64(s % 4), partner: Int64(s * 5 % 12), weight: StepLaw.onGrid(Double(s) / 20))
            }
    }

    private func labels(_ rules: [any LabelRule] = []) throws -> SoftLabels {
        let pipeline = try LabelPipeline(
            labels: StoredArray(classes), rules: rules, context: LabelContext(trainingCounts: counts))
        return blends.withUnsafeBufferPointer { pipeline.labels(of: $0) }
    }

    private func dense(_ soft: SoftLabels) -> [[Double]] {
        var values = [Float](repeating: 0, count: soft.count * 3)
        StoredLabels.writeDense(soft, into: &values)
        return (0..<soft.count).map { row in (0..<3).map { Double(values[3 * row + $0]) } }
    }

    private func totals(_ soft: SoftLabels, products: Bool = true) -> LabelTotals {
        var totals = LabelTotals(classCount: 3, products: products)
        totals.add(soft)
        return totals
    }

    private func weights(_ soft: SoftLabels, _ coefficients: [Double]?) -> [Float] {
        var weights = [Float](repeating: .nan, count: soft.count)
        RowWeights(coefficients: coefficients).write(soft, into: &weights)
        return weights
    }

    private static let priors = ClassTable.priors([8, 3, 1])

    @Test("mass and products are those of the stored labels, with and without smoothing", arguments: [0, 0.3])
    func sums(amount: Double) throws {
        let soft = try labels(amount > 0 ? [Smoothing.with { $0.amount = amount }] : [])
        let rows = dense(soft)
        let found = totals(soft)
        #expect(found.rowCount == 32)
        for c in 0..<3 {
            #expect(abs(found.mass[c] - rows.reduce(0) { $0 + $1[c] }) < 1e-12)
            for d in 0..<3 {
                let product = rows.reduce(0) { $0 + $1[c] * $1[d] }
                #expect(abs(found.products[3 * c + d] - product) < 1e-12, "\(c), \(d)")
            }
        }
        #expect(totals(soft, products: false).products.isEmpty)
    }

    @Test("totals of later rows add up")
    func merging() throws {
        let soft = try labels([Smoothing()])
        var twice = totals(soft)
        twice.add(totals(soft))
        #expect(twice.rowCount == 64 && twice.mass == totals(soft).mass.map { 2 * $0 })
        #expect(twice.products == totals(soft).products.map { 2 * $0 })
    }

    @Test("ones have no class weights and are 1")
    func ones() throws {
        let soft = try labels()
        #expect(RowWeighting.ones.coefficients(totals(soft), priors: Self.priors, beta: 0.5) == nil)
        #expect(weights(soft, nil) == [Float](repeating: 1, count: 32))
    }

    @Test(
        "class weights follow the mass that is written, and rows have mean 1",
        arguments: RowWeighting.allCases.dropFirst())
    func mean(weighting: RowWeighting) throws {
        let soft = try labels()
        let mass = totals(soft).mass
        let found = try #require(weighting.coefficients(totals(soft), priors: Self.priors, beta: 0.9))
        #expect(abs(weights(soft, found).reduce(0) { $0 + Double($1) } / 32 - 1) < 1e-6)
        let ratio = found[2] / found[0]
        switch weighting {
        case .inverse: #expect(abs(ratio - mass[0] / mass[2]) < 1e-12)
        case .squareRoot: #expect(abs(ratio - (mass[0] / mass[2]).squareRoot()) < 1e-12)
        case .effectiveNumber:
            let known = ClassTable.effectiveNumber(mass.map { Int64($0.rounded()) }, beta: 0.9)
            #expect(abs(ratio - known[2] / known[0]) < 1e-12)
        case .prior, .ones: break
        }
    }

    @Test("prior: the weighted mass of every class is n times its prior", arguments: [0, 0.1])
    func prior(amount: Double) throws {
        let soft = try labels(amount > 0 ? [Smoothing.with { $0.amount = amount }] : [])
        let found = try #require(RowWeighting.prior.coefficients(totals(soft), priors: Self.priors, beta: 0))
        let rows = dense(soft)
        let weights = rows.map { row in (0..<3).reduce(0) { $0 + found[$1] * row[$1] } }
        #expect(weights.allSatisfy { $0 > 0 })
        for c in 0..<3 {
            let mass = zip(weights, rows).reduce(0) { $0 + $1.0 * $1.1[c] }
            #expect(abs(mass - 32 * Self.priors[c]) < 1e-9, "class \(c)")
        }
    }

    @Test("prior with hard labels is n π / N")
    func hardPrior() throws {
        let soft = try labels([HardLabels()])
        let mass = totals(soft).mass
        let found = try #require(RowWeighting.prior.coefficients(totals(soft), priors: Self.priors, beta: 0))
        for c in 0..<3 { #expect(abs(found[c] - 32 * Self.priors[c] / mass[c]) < 1e-10) }
    }

    @Test("a class without mass has weight 0, and nothing is infinite", arguments: RowWeighting.allCases.dropFirst())
    func empty(weighting: RowWeighting) throws {
        var soft = SoftLabels(count: 4, classCount: 3, capacity: 2)
        for row in 0..<4 { soft.set(row, to: row == 0 ? 1 : 0) }
        let found = try #require(weighting.coefficients(totals(soft), priors: Self.priors, beta: 1))
        #expect(found[2] == 0 && found.allSatisfy { $0.isFinite })
    }

    @Test("where all rows have one label the system is singular, and its least solution gives equal weights")
    func singular() throws {
        var soft = SoftLabels(count: 6, classCount: 3, capacity: 2)
        for row in 0..<6 { soft.set(row, first: 0, second: 1, share: 0.5) }
        let found = try #require(RowWeighting.prior.coefficients(totals(soft), priors: [0.75, 0.25, 0], beta: 0))
        #expect(abs(found[0] - 1) < 1e-12 && abs(found[1] - 1) < 1e-12 && found[2] == 0)
    }

    @Test("what would be below 0 is counted and stored as 0")
    func clipping() throws {
        let soft = try labels()
        let weights = RowWeights(coefficients: [-1, 2, 2])
        var clipped = ClippedTotals(classCount: 3)
        clipped.add(soft, weights)
        let exact = dense(soft).map { 2 - 3 * $0[0] }
        #expect(clipped.clipped == exact.count { $0 < 0 } && clipped.clipped > 8)
        #expect(abs(clipped.sum - exact.reduce(0) { $0 + max(0, $1) }) < 1e-12)
        #expect(abs(clipped.mass.reduce(0, +) - clipped.sum) < 1e-12)
        #expect(self.weights(soft, [-1, 2, 2]).allSatisfy { $0 >= 0 })
    }
}
