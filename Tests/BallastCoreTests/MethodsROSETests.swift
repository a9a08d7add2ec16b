import BallastCore
import Testing

@Suite("rose")
struct MethodsROSETests {
    @Test("rows with more elements than a candidate can have draws are refused")
    func tooWide() throws {
        let population = try Population(
            features: RowStore(rows: [[Float](repeating: 0, count: 800_001)]), categorical: nil, columns: [],
            labels: StoredArray([0]), classNames: ["a"], parts: nil, storage: MemoryStorage())
        let words = "rows with 800001 elements are too wide for"
        #expect(throws: SynthesisError("\(words) rose; 800000 may be at most")) { try ROSE().check(population) }
        #expect(throws: SynthesisError("\(words) geometric-smote; 800000 may be at most")) {
            try GeometricSMOTE().check(population)
        }
        try SMOTE().check(population)
    }

    private let sample = scatteredRows([20, 12], width: 2)

    @Test("noise has the mean 0 and the deviation h σ, σ over m − 1, in every column")
    func noise() throws {
        let method = try PreparedMethod(ROSE(), rows: sample.rows, labels: sample.labels, quotas: [0, 12 * 500])
        let blends = method.blends
        #expect(blends.allSatisfy { $0.partner == -1 && $0.weight == 0 && $0.candidate != nil })
        // h = (4 / ((2 + 2) · 12))^(1/6)
        let h = 0.66093
        for j in 0..<2 {
            let column = (20..<32).map { Double(sample.rows[$0][j]) }
            let mean = column.reduce(0, +) / 12
            let sigma = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 11).squareRoot()
            let z = zip(method.rows(of: blends), blends)
                .map { (Double($0[j]) - Double(sample.rows[Int($1.base)][j])) / (h * sigma) }
            let (first, second) = (z.reduce(0, +) / 6000, z.reduce(0) { $0 + $1 * $1 } / 6000)
            // Four deviations of the mean of 6,000 draws and of their squares.
            #expect(abs(first) < 4 / 77.4 && abs(second - 1) < 4 * 1.4143 / 77.4, "column \(j): \(first), \(second)")
        }
        #expect(Set(method.uses(\.base).values) == [500])
    }

    @Test("a row is the same whatever is made with it, and others differ")
    func purity() throws {
        let method = try PreparedMethod(ROSE(), rows: sample.rows, labels: sample.labels, quotas: [5, 40])
        let rows = method.rows(of: method.blends)
        #expect(method.blends.map { method.rows(of: [$0])[0] } == rows)
        #expect(Set(rows).count == 45)
        #expect(method.blends.map(\.stored).allSatisfy { $0.candidate == nil })
        method.expectInverses()
    }

    @Test("whole-number columns are rounded and stay in their range, constant ones keep their value")
    func columns() throws {
        let rows = (0..<9).map { [Float($0 % 4), 7, Float($0) / 8] }
        let method = try PreparedMethod(
            ROSE.with { $0.shrinkage = 3 }, rows: rows, labels: [0, 0, 0, 0, 0, 0, 0, 0, 1], quotas: [300, 2])
        let columns = [
            Column(name: "n", kind: .integer, minimum: 0, maximum: 3), Column(name: "c", kind: .numeric),
            Column(name: "x", kind: .numeric),
        ]
        let made = method.rows(of: method.blends, columns: columns)
        #expect(Set(made.map { $0[0] }) == [0, 1, 2, 3] && made.allSatisfy { $0[1] == 7 })
        #expect(made.contains { $0[2] < 0 } && made.contains { $0[2] > 1 })
    }

    @Test("a class of one row or of equal rows is copied, and that is said")
    func copies() throws {
        let rows: [[Float]] = [[1], [2], [3], [5], [5], [9]]
        let method = try PreparedMethod(ROSE(), rows: rows, labels: [0, 0, 0, 1, 1, 2], quotas: [0, 4, 4])
        #expect(method.blends.allSatisfy { $0 == .copy(of: $0.base) })
        #expect(method.notices.count == 2)
    }

    @Test("a shrinkage out of range is refused by name")
    func range() {
        #expect(refusal(ROSE.with { $0.shrinkage = 0 })?.setting == "shrinkage")
        #expect(refusal(ROSE.with { $0.shrinkage = .infinity })?.setting == "shrinkage")
    }
}
