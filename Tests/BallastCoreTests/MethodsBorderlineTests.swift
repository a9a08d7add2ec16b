import BallastCore
import Testing

@Suite("borderline-smote")
struct MethodsBorderlineTests {
    @Test("of m = 5 neighbours 0, 1, 2 foreign are safe, 3 and 4 danger, 5 noise")
    func truthTable() throws {
        // Around each centre, far from all others, stand five rows of which `foreign` are of class a.
        var (rows, labels): ([[Float]], [Int32]) = ([], [])
        var centers: [Int64] = []
        for foreign in 0...5 {
            centers.append(Int64(rows.count))
            rows.append([Float(1000 * foreign)])
            labels.append(1)
            for other in 0..<5 {
                rows.append([Float(1000 * foreign + 10 * (other + 1))])
                labels.append(other < foreign ? 0 : 1)
            }
        }
        let method = try PreparedMethod(
            BorderlineSMOTE.with { $0.dangerNeighbors = 5 }, rows: rows, labels: labels, quotas: [0, 300])
        let bases = Set(method.blends.map(\.base))
        #expect(centers.map(bases.contains) == [false, false, false, true, true, false])
        let uses = method.uses(\.base).values
        #expect((uses.max() ?? 0) - (uses.min() ?? 0) <= 1)
        method.expectInverses()
    }

    @Test("variant 1 joins rows of the class, any way along", arguments: [3, 10])
    func first(m: Int) throws {
        let (rows, labels) = scatteredRows([40, 25])
        let method = try PreparedMethod(
            BorderlineSMOTE.with { $0.dangerNeighbors = m }, rows: rows, labels: labels, quotas: [0, 200])
        let foreign = method.foreignNeighbors(rows, k: m)
        let danger = (40..<65).filter { 2 * foreign[$0] >= m && foreign[$0] < m }.map(Int64.init)
        #expect(Set(method.blends.map(\.base)) == Set(danger) && method.notices.isEmpty)
        #expect(method.blends.allSatisfy { method.label($0.partner) == 1 && $0.partner != $0.base })
        #expect(method.blends.contains { $0.weight > 0.9 })
        method.expectInverses()
    }

    @Test("variant 2 goes at most half-way to another class, and any way inside its own")
    func second() throws {
        let (rows, labels) = scatteredRows([40, 25])
        let method = try PreparedMethod(
            BorderlineSMOTE.with { $0.variant = 2 }, rows: rows, labels: labels, quotas: [0, 400])
        let foreign = method.blends.filter { method.label($0.partner) == 0 }
        let own = method.blends.filter { method.label($0.partner) == 1 }
        #expect(foreign.count > 100 && foreign.allSatisfy { $0.weight < 0.5 })
        // U(0, ½): mean ¼, not the ⅛ of two factors.
        let mean = foreign.reduce(0) { $0 + Double($1.weight) } / Double(foreign.count)
        #expect(abs(mean - 0.25) < 4 * 0.1443 / Double(foreign.count).squareRoot())
        #expect(own.contains { $0.weight > 0.5 })
        method.expectInverses()
    }

    @Test("a class without a danger row is made as smote makes it, and that is said", arguments: [1, 2])
    func fallback(variant: Int) throws {
        let rows = (0..<12).map { [Float($0)] } + (0..<12).map { [Float(1000 + $0 * $0)] }
        let labels = [Int32](repeating: 0, count: 12) + [Int32](repeating: 1, count: 12)
        let method = try PreparedMethod(
            BorderlineSMOTE.with { $0.variant = variant }, rows: rows, labels: labels, quotas: [5, 40])
        #expect(method.blends == (try PreparedMethod(SMOTE(), rows: rows, labels: labels, quotas: [5, 40])).blends)
        #expect(
            method.notices
                == ["a", "b"].map { "class '\($0)' has no row in danger of being mistaken: it is made by plain smote" })
    }

    @Test("a class of one row is copied")
    func oneRow() throws {
        let (rows, labels) = scatteredRows([9, 1])
        let method = try PreparedMethod(BorderlineSMOTE(), rows: rows, labels: labels, quotas: [0, 8])
        #expect(method.blends.allSatisfy { $0 == .copy(of: 9) })
        #expect(method.notices.first == "class 'b' has 1 row: it is copied, nothing can be interpolated")
    }

    @Test("settings out of range are refused by name")
    func ranges() {
        #expect(refusal(BorderlineSMOTE.with { $0.variant = 3 })?.description == "variant: 3 is not a variant; 1 or 2")
        #expect(refusal(BorderlineSMOTE.with { $0.dangerNeighbors = 0 })?.setting == "danger_neighbors")
        #expect(refusal(BorderlineSMOTE.with { $0.neighbors = 0 })?.setting == "neighbors")
    }
}
