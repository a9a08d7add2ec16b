import BallastCore
import Testing

@Suite("prowsyn")
struct MethodsProWSynTests {
    /// Class a left of 0, class b at 1, 2, 3 …: peeled two by two, in order.
    private func line(_ count: Int, quota: Int64, levels: Int, theta: Double = 1) throws -> PreparedMethod {
        let rows = (0..<4).map { [Float(-$0)] } + (0..<count).map { [Float($0 + 1)] }
        let labels = [Int32](repeating: 0, count: 4) + [Int32](repeating: 1, count: count)
        return try PreparedMethod(
            ProWSyn.with { ($0.neighbors, $0.levels, $0.theta) = (2, levels, theta) }, rows: rows, labels: labels,
            quotas: [0, quota])
    }

    @Test("levels are peeled from the other classes inward, and only rows of one level are joined")
    func levels() throws {
        let method = try line(9, quota: 120, levels: 3)
        let level = { (row: Int64) in min((Int(row) - 4) / 2, 2) }
        #expect(method.blends.allSatisfy { level($0.base) == level($0.partner) && $0.base != $0.partner })
        // e⁰, e⁻¹, e⁻² of their sum, times 120: 79.83, 29.37, 10.80.
        let counts = method.blends.reduce(into: [0, 0, 0]) { $0[level($1.base)] += 1 }
        #expect(counts == [80, 29, 11])
        method.expectInverses()
    }

    @Test("with θ = 0 every level has the same weight, an empty one none")
    func evenLevels() throws {
        let method = try line(4, quota: 90, levels: 5, theta: 0)
        #expect(method.uses(\.base).filter { $0.key < 6 }.values.reduce(0, +) == 45)
        #expect(Set(method.uses(\.partner).keys) == [4, 5, 6, 7])
        method.expectInverses()
    }

    @Test("a level of one row is copied")
    func single() throws {
        let method = try line(5, quota: 90, levels: 3, theta: 0)
        let copies = method.blends.filter { $0.partner == $0.base }
        #expect(copies.count == 30 && copies.allSatisfy { $0 == .copy(of: 8) })
        method.expectInverses()
    }

    @Test("inside a level every row is a base and a partner equally often, give or take one")
    func even() throws {
        let (rows, labels) = scatteredRows([40, 25])
        let method = try PreparedMethod(
            ProWSyn.with { $0.levels = 1 }, rows: rows, labels: labels, quotas: [0, 205])
        for role in [\Blend.base, \Blend.partner] {
            #expect(Set(method.uses(role).values) == [8, 9] && method.uses(role).count == 25)
        }
        method.expectInverses()
    }

    @Test("settings out of range are refused by name")
    func ranges() {
        #expect(refusal(ProWSyn.with { $0.levels = 0 })?.setting == "levels")
        #expect(refusal(ProWSyn.with { $0.theta = -1 })?.setting == "theta")
        #expect(refusal(ProWSyn.with { $0.neighbors = 0 })?.setting == "neighbors")
    }
}
