import BallastCore
import Testing

@Suite("Corrections of the spread of smote")
struct SpreadCorrectionTests {
    /// Class 1 has 60 rows in two columns.
    private let sample = scatteredRows([3, 60])

    private func prepare(_ method: SMOTE, count: Int64 = 6000) throws -> PreparedMethod {
        try PreparedMethod(method, rows: sample.rows, labels: sample.labels, quotas: [0, count])
    }

    private func ratio(_ method: PreparedMethod) throws -> Double {
        try #require(
            try VarianceRatio.ofClasses(method.sampler, method.population, weights: [1, 1], threads: 1)[1])
    }

    private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (mean, square.squareRoot())
    }

    @Test("extended steps between any two rows go (√3 − 1)/2 beyond, and keep the spread exactly")
    func completeGraph() throws {
        let method = try prepare(.with { ($0.neighbors, $0.step) = (59, .extended) })
        #expect(abs(try ratio(method) - 1) < 1e-12)
        let steps = method.blends.map { Double($0.weight) }
        let e = (3.0.squareRoot() - 1) / 2
        #expect((steps.min() ?? 0) >= -e - 1e-6 && (steps.max() ?? 0) <= 1 + e + 1e-6)
        #expect((steps.min() ?? 0) < -e + 0.01 && (steps.max() ?? 0) > 1 + e - 0.01)
        method.expectInverses()
    }

    @Test("between neighbours they keep the spread where they may go as far as that takes, else what the limit allows")
    func limit() throws {
        let plain = try ratio(try prepare(SMOTE()))
        let free = try prepare(.with { ($0.step, $0.maximumExtension) = (.extended, 2) })
        let limited = try prepare(.with { $0.step = .extended })
        #expect(plain < 0.95)
        #expect(abs(try ratio(free) - 1) < 1e-12)
        #expect(try ratio(limited) > plain && ratio(limited) < 1)
        #expect(limited.blends.allSatisfy { $0.weight > -0.3701 && $0.weight < 1.3701 })
        #expect(try ratio(try prepare(.with { ($0.step, $0.maximumExtension) = (.extended, 0) })) == plain)
        // What is expected is what is drawn.
        let rows = free.rows(of: free.blends)
        for j in 0..<2 {
            let (made, before) = (moments(rows.map { Double($0[j]) }), moments(sample.rows[3...].map { Double($0[j]) }))
            #expect(made.deviation / before.deviation > 0.85 && made.deviation / before.deviation < 1.15)
        }
    }

    @Test("structure-preserving steps have E[λ²] = E[λ] and the reach of their alpha", arguments: [0.1, 0.5, 1, 2])
    func structurePreserving(alpha: Double) throws {
        let method = try prepare(
            .with { ($0.neighbors, $0.step, $0.alpha) = (59, .structurePreserving, alpha) }, count: 42_000)
        let reaches: [Double: Double] = [0.1: 0.048, 0.5: 0.207, 1: 0.366, 2: 0.618]
        let reach = reaches[alpha] ?? 0
        let steps = method.blends.map { Double($0.weight) }
        #expect((steps.min() ?? 0) >= -reach - 5e-4 && (steps.max() ?? 0) <= 1 + reach + 5e-4)
        let first = steps.reduce(0, +) / 42_000
        let second = steps.reduce(0) { $0 + $1 * $1 } / 42_000
        // λ has the variance 1/4 and |λ² − λ| is below 1.
        #expect(abs(first - 0.5) < 4 * 0.5 / 204 && abs(second - first) < 4.0 / 204)
        #expect(abs(try ratio(method) - 1) < 1e-12, "independent pairs keep the covariance")
    }

    @Test(
        "matched columns have mean and deviation of the class, with any step",
        arguments: [SpreadStep.uniform, .extended, .structurePreserving])
    func matched(step: SpreadStep) throws {
        let method = try prepare(.with { ($0.step, $0.match) = (step, .columns) }, count: 30_000)
        #expect(abs(try ratio(method) - 1) < 1e-12)
        let rows = method.rows(of: method.blends)
        for j in 0..<2 {
            let (made, before) = (moments(rows.map { Double($0[j]) }), moments(sample.rows[3...].map { Double($0[j]) }))
            #expect(abs(made.mean - before.mean) < 4 * before.deviation / 173)
            #expect(abs(made.deviation / before.deviation - 1) < 0.03, "column \(j)")
        }
        #expect(method.blends.allSatisfy { $0.candidate != nil && $0.partner >= 0 })
        #expect(method.blends.map { method.rows(of: [$0])[0] } == rows, "each row by itself")
        method.expectInverses()
    }

    @Test("matching changes rows, not blends, and does not depend on how many are made")
    func independence() throws {
        let plain = try prepare(SMOTE())
        let many = try prepare(.with { $0.match = .columns })
        let few = try prepare(.with { $0.match = .columns }, count: 7)
        #expect(many.blends.map(\.stored) == plain.blends)
        #expect(few.rows(of: few.blends) == Array(many.rows(of: many.blends).prefix(7)))
    }

    @Test("whole numbers stay whole and in their range, a constant column stays constant")
    func columns() throws {
        let rows = (0..<24).map { [Float($0 % 5), 7.1, Float($0 * $0)] } + [[0, 0, 0], [4, 9, 500]]
        let labels = [Int32](repeating: 0, count: 24) + [1, 1]
        let columns = [
            Column(name: "n", kind: .integer, minimum: 0, maximum: 4), Column(name: "c", kind: .numeric),
            Column(name: "x", kind: .numeric),
        ]
        for match in SMOTE.Match.allCases {
            let method = try PreparedMethod(
                SMOTE.with { ($0.step, $0.maximumExtension, $0.match) = (.extended, 2, match) }, rows: rows,
                labels: labels, quotas: [900, 0])
            let made = method.rows(of: method.blends, columns: columns)
            #expect(Set(made.map { $0[0] }) == [0, 1, 2, 3, 4])
            #expect(made.allSatisfy { $0[1] == 7.1 })
            #expect(made.contains { $0[2] < 0 } || made.contains { $0[2] > 529 })
        }
    }

    @Test("one row and equal rows are copied, whatever the correction")
    func degenerate() throws {
        let rows: [[Float]] = [[1, 1], [2, 5], [3, 3], [4, 4], [4, 4], [4, 4]]
        for (step, match) in [(SpreadStep.extended, SMOTE.Match.columns), (.structurePreserving, .none)] {
            let method = try PreparedMethod(
                SMOTE.with { ($0.step, $0.match) = (step, match) }, rows: rows, labels: [0, 0, 1, 2, 2, 2],
                quotas: [0, 5, 5])
            let blends = method.blends
            #expect(blends.prefix(5).allSatisfy { $0 == .copy(of: 2) })
            #expect(method.rows(of: blends).suffix(5).allSatisfy { $0 == [4, 4] })
        }
    }

    @Test("settings out of range are refused by name")
    func ranges() {
        #expect(refusal(SMOTE.with { $0.maximumExtension = 2.1 })?.setting == "maximum_extension")
        #expect(refusal(SMOTE.with { $0.maximumExtension = .nan })?.setting == "maximum_extension")
        #expect(refusal(SMOTE.with { $0.alpha = 0 })?.setting == "alpha")
        #expect(!SMOTE().leavesSegments && SMOTE.with { $0.match = .columns }.leavesSegments)
    }
}
