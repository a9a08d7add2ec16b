import BallastCore
import Testing

@Suite("polynom-fit-smote")
struct MethodsPolynomFitTests {
    private let rows: [[Float]] = [[0, 0], [1, 1], [4, 0], [8, 0], [0, 6], [12, 6]]
    private let labels: [Int32] = [0, 0, 1, 1, 1, 1]

    @Test("star goes from every row to the class mean in even steps, to the exact total")
    func star() throws {
        let method = try PreparedMethod(PolynomFitSMOTE(), rows: rows, labels: labels, quotas: [0, 10])
        let blends = method.blends
        // ⌈10 / 4⌉ = 3 steps: ¼ and ½ from all four rows, ¾ from two.
        #expect(blends.map(\.weight).sorted() == [0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.5, 0.5, 0.75, 0.75])
        #expect(blends.allSatisfy { $0.partner == -1 })
        for (made, blend) in zip(method.rows(of: blends), blends) {
            // The mean of class b is (6, 3).
            let base = rows[Int(blend.base)]
            #expect(made == [base[0] + blend.weight * (6 - base[0]), base[1] + blend.weight * (3 - base[1])])
        }
        #expect(Set(method.uses(\.base).values) == [2, 3])
        method.expectInverses()
    }

    @Test("bus goes from every row but the last to the next row of its class")
    func bus() throws {
        let method = try PreparedMethod(
            PolynomFitSMOTE.with { $0.topology = .bus }, rows: rows, labels: [0, 1, 0, 1, 1, 1], quotas: [3, 7])
        let pairs = Set(method.blends.map { [$0.base, $0.partner] })
        #expect(pairs == [[0, 2], [1, 3], [3, 4], [4, 5]])
        // Class a: 3 rows from 1 base; class b: ⌈7 / 3⌉ = 3 steps.
        #expect(method.blends.prefix(3).map(\.weight) == [0.25, 0.5, 0.75])
        #expect(method.blends.dropFirst(3).map(\.weight).sorted() == [0.25, 0.25, 0.25, 0.5, 0.5, 0.5, 0.75])
        method.expectInverses()
    }

    @Test("a class of one row is copied", arguments: PolynomFitSMOTE.Topology.allCases)
    func oneRow(topology: PolynomFitSMOTE.Topology) throws {
        let method = try PreparedMethod(
            PolynomFitSMOTE.with { $0.topology = topology }, rows: rows, labels: [0, 0, 0, 0, 0, 1], quotas: [0, 4])
        #expect(method.blends.allSatisfy { $0 == .copy(of: 5) })
        #expect(method.notices == ["class 'b' has 1 row: it is copied, nothing can be interpolated"])
        method.expectInverses()
    }
}
