import BallastCore
import Testing

@Suite("Weights, priors and margins for trainers")
struct ClassTableTests {
    /// CIFAR-10-LT with imbalance factor 100.
    private let counts: [Int64] = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]

    private func expect(_ made: [Double], _ published: [Double], _ tolerance: Double = 0.5e-4) {
        #expect(made.count == published.count)
        for (a, b) in zip(made, published) { #expect(abs(a - b) <= tolerance * 1.001, "\(made)") }
    }

    @Test("effective numbers are those published")
    func effective() {
        expect(
            ClassTable.effectiveNumber(counts, beta: 0.9999),
            [0.0506, 0.0769, 0.1211, 0.1950, 0.3188, 0.5246, 0.8683, 1.4426, 2.4092, 3.9927])
        let second = ClassTable.effectiveNumber(counts, beta: 0.999)
        expect([second[0], second[9]], [0.1812, 3.6883])
        let third = ClassTable.effectiveNumber(counts, beta: 0.9)
        expect([third[0], third[9]], [0.9995, 1.0046])
        #expect(ClassTable.effectiveNumber(counts, beta: 0).allSatisfy { abs($0 - 1) < 1e-12 })
        #expect(abs(ClassTable.effectiveNumber(counts).reduce(0, +) - 10) < 1e-12)
    }

    @Test("β = 1 is the limit: inverse frequency scaled to K")
    func effectiveLimit() {
        let made = ClassTable.effectiveNumber([10, 5], beta: 1)
        #expect(abs(made[0] - 2.0 / 3) < 1e-12 && abs(made[1] - 4.0 / 3) < 1e-12)
    }

    @Test("LDAM margins are those published")
    func margins() {
        expect(
            ClassTable.marginsLDAM(counts),
            [0.1581, 0.1797, 0.2042, 0.2321, 0.2638, 0.2998, 0.3407, 0.3872, 0.4405, 0.5000])
    }

    @Test("inverse frequency has mean 1 over the rows")
    func inverse() {
        let made = ClassTable.inverseFrequency(counts)
        expect([made[0]], [0.2481])
        expect([made[9]], [24.812], 0.5e-3)
        #expect(abs(zip(made, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / 12406 - 1) < 1e-12)
    }

    @Test("priors and logit offsets: π = .02 made even, p' = .6 is p = .0297")
    func offsets() throws {
        expect(
            ClassTable.logitOffsets(before: ClassTable.priors(counts.map(Double.init)), after: [Double](repeating: 1, count: 10))
                .compactMap { $0 },
            [-0.9087, -1.4206, -1.9326, -2.4440, -2.9567, -3.4675, -3.9792, -4.4915, -5.0071, -5.5139])
        let offset = ClassTable.logitOffsets(before: [0.98, 0.02], after: [0.5, 0.5])
        let (negative, positive) = (try #require(offset[0]), try #require(offset[1]))
        let odds = 0.6 / 0.4 * ExactMath.exp(positive - negative)
        #expect(abs(odds / (1 + odds) - 0.0297) < 0.5e-4)
        #expect(ClassTable.logitOffsets(before: [1, 0], after: [0.5, 0.5]) == [ExactMath.ln(1) - ExactMath.ln(0.5), nil])
        #expect(ClassTable.priors([0, 0]) == [0, 0])
    }
}
