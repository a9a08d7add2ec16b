import BallastCore
import Testing

@Suite("adasyn")
struct MethodsADASYNTests {
    @Test("each row is a base in proportion to its foreign neighbours, to the exact total", arguments: [10, 57, 300])
    func quotas(total: Int64) throws {
        let (rows, labels) = scatteredRows([30, 20])
        let method = try PreparedMethod(ADASYN(), rows: rows, labels: labels, quotas: [0, total])
        let foreign = method.foreignNeighbors(rows, k: 5)
        let wanted = Apportionment.shares(of: total, weights: (30..<50).map { Int64(foreign[$0]) })
        let uses = method.uses(\.base)
        #expect((30..<50).map { Int64(uses[$0] ?? 0) } == wanted)
        #expect(Set(foreign[30...]).count > 2)
        #expect(method.blends.allSatisfy { method.label($0.partner) == 1 })
        method.expectInverses()
    }

    @Test("the shares of the reference: 0, 2, 5, 3, 1 foreign neighbours and 10 rows")
    func reference() {
        #expect(Apportionment.shares(of: 10, weights: [0, 2, 5, 3, 1] as [Int64]) == [0, 2, 4, 3, 1])
    }

    @Test("rows that only others surround are counted in a notice")
    func isolated() throws {
        // Row 6 stands among class a; the rest of b stands apart, one of them near an a.
        let rows: [[Float]] = [
            [0], [1], [2], [4], [5], [6], [3], [1000], [1001], [1002], [1003], [1004], [1005], [1006],
        ]
        let labels: [Int32] = [0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1]
        let method = try PreparedMethod(ADASYN(), rows: rows, labels: labels, quotas: [0, 30])
        let made = method.uses(\.base)[6] ?? 0
        #expect(made > 10)
        #expect(
            method.notices == ["class 'b': \(made) of 30 added rows come from 1 row without a neighbour of the class"])
    }

    @Test("without a foreign neighbour bases are even, and that is said")
    func fallback() throws {
        let rows = (0..<8).map { [Float($0)] } + (0..<8).map { [Float(1000 + $0 * $0)] }
        let labels = [Int32](repeating: 0, count: 8) + [Int32](repeating: 1, count: 8)
        let method = try PreparedMethod(ADASYN(), rows: rows, labels: labels, quotas: [0, 20])
        #expect(Set(method.uses(\.base).values) == [2, 3] && method.blends.count == 20)
        #expect(method.notices == ["no row of class 'b' has a neighbour of another class: bases are even"])
        method.expectInverses()
    }
}
