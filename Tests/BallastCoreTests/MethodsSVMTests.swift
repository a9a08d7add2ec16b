import BallastCore
import Testing

@Suite("svm-smote")
struct MethodsSVMTests {
    /// One column. Class a around 0, class b from where a ends to far away; row 17 of b stands deep in a.
    private let rows: [[Float]] =
        (0..<12).map { [Float($0) / 4] } + [[2.6], [2.9], [3.2], [3.5], [4.5], [0.1], [30], [31], [32], [33]]
    private let labels: [Int32] = [Int32](repeating: 0, count: 12) + [Int32](repeating: 1, count: 10)

    private func prepare(_ change: (inout SVMSMOTE) -> Void = { _ in }) throws -> PreparedMethod {
        try PreparedMethod(
            SVMSMOTE.with {
                ($0.neighbors, $0.dangerNeighbors) = (3, 4)
                change(&$0)
            }, rows: rows, labels: labels, quotas: [0, 900])
    }

    @Test(
        "rows in danger reach toward partners, safe rows away from them; noise and rows beyond the margin are no bases")
    func surroundings() throws {
        let method = try prepare()
        let foreign = method.foreignNeighbors(rows, k: 4)
        let uses = method.uses(\.base)
        #expect(uses[17] == nil && foreign[17] == 4, "noise")
        #expect(uses[21] == nil && uses[20] == nil, "far from the other class")
        #expect(uses.keys.contains { foreign[Int($0)] >= 2 } && uses.keys.contains { foreign[Int($0)] < 2 })
        for blend in method.blends {
            let isInDanger = foreign[Int(blend.base)] >= 2
            #expect(isInDanger ? blend.weight > 0 && blend.weight < 1 : blend.weight < 0 && blend.weight > -0.5)
            #expect(method.label(blend.partner) == 1)
        }
        #expect((uses.values.max() ?? 0) - (uses.values.min() ?? 0) <= 1 && uses.values.reduce(0, +) == 900)
        method.expectInverses()
    }

    @Test("a step outward makes the row on the far side of the base, as far as out_step says")
    func outward() throws {
        let method = try prepare { $0.outStep = 1 }
        let blends = method.blends.filter { $0.weight < 0 }
        #expect((blends.map(\.weight).min() ?? 0) < -0.98)
        let mean = blends.reduce(0.0) { $0 + Double($1.weight) } / Double(blends.count)
        #expect(abs(mean + 0.5) < 0.06)
        for (row, blend) in zip(method.rows(of: blends), blends) {
            let (base, partner) = (Double(rows[Int(blend.base)][0]), Double(rows[Int(blend.partner)][0]))
            #expect(row[0] == Float(base + Double(blend.weight) * (partner - base)))
            #expect((Double(row[0]) - base) * (partner - base) <= 0)
        }
    }

    @Test("whole-number columns stay in their range when a row lies beyond its base")
    func range() throws {
        let method = try prepare { $0.outStep = 1 }
        let column = Column(name: "n", kind: .integer, minimum: 0, maximum: 33)
        let kernel = method.rows(of: [Blend(base: 21, partner: 0, weight: -0.75)], columns: [column])
        #expect(kernel == [[33]])
        #expect(method.rows(of: [Blend(base: 21, partner: 0, weight: -0.75)]) == [[57.75]])
    }

    @Test("a class without a base is made by plain smote, with a notice")
    func plain() throws {
        // Every row of b stands among rows of a.
        let rows: [[Float]] = (0..<30).map { [Float($0 % 10) * 10 + Float($0 / 10)] }
        let labels: [Int32] = (0..<30).map { [10, 13, 16].contains($0) ? 1 : 0 }
        let method = try PreparedMethod(
            SVMSMOTE.with { $0.dangerNeighbors = 2 }, rows: rows, labels: labels, quotas: [0, 30])
        #expect(method.blends.allSatisfy { $0.weight > 0 && $0.weight < 1 })
        #expect(Set(method.uses(\.base).values) == [10])
        #expect(
            method.notices.contains(
                "class 'b' has no support row with a neighbour of its class: it is made by plain smote"))
    }

    @Test("settings out of range are refused by name")
    func refusals() {
        #expect(refusal(SVMSMOTE.with { $0.outStep = 0 })?.setting == "out_step")
        #expect(refusal(SVMSMOTE.with { $0.penalty = 0 })?.setting == "penalty")
        #expect(refusal(SVMSMOTE.with { $0.dangerNeighbors = 0 })?.setting == "danger_neighbors")
    }
}
