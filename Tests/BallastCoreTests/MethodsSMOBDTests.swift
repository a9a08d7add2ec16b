import BallastCore
import Testing

@Suite("smobd")
struct MethodsSMOBDTests {
    /// Class b: three rows close together, two apart.
    private let rows: [[Float]] = [[50], [51], [0], [0.5], [1], [4], [9]]
    private let labels: [Int32] = [0, 0, 1, 1, 1, 1, 1]

    /// How often the rows of b are bases of 1,000 rows.
    private func uses(_ change: (inout SMOBD) -> Void) throws -> [Int] {
        let method = try PreparedMethod(
            SMOBD.with {
                $0.minPoints = 3
                change(&$0)
            }, rows: rows, labels: labels, quotas: [0, 1000])
        method.expectInverses()
        let uses = method.uses(\.base)
        return (2...6).map { uses[$0] ?? 0 }
    }

    @Test("bases follow the core distance, the rows near by, or both")
    func weights() throws {
        // To the second nearest: 1, 0.5, 1, 3.5, 8; others within 1: 2, 2, 2, 0, 0.
        let byCores = [1, 0.5, 1, 3.5, 8].map { 1000 * $0 / 14 }
        let byCounts = [2.0, 2, 2, 0, 0].map { 1000 * $0 / 6 }
        let both = [0.125 + 1, 0.0625 + 1, 0.125 + 1, 0.4375, 1].map { 1000 * $0 / 4.75 }
        for (sparsity, expected) in [(1, byCores), (0, byCounts), (0.5, both)] {
            let found = try uses { $0.sparsity = sparsity }
            #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1 }, "\(sparsity): \(found)")
            #expect(found.reduce(0, +) == 1000)
        }
    }

    @Test("where no row weighs anything the bases are even, with a notice")
    func even() throws {
        let method = try PreparedMethod(
            SMOBD.with { ($0.sparsity, $0.epsilon) = (0, 0.1) }, rows: rows, labels: labels, quotas: [0, 10])
        #expect(Set(method.uses(\.base).values) == [2])
        #expect(
            method.notices.contains("no row of class 'b' has another within 0.1, or all are equal: bases are even"))
    }

    @Test("partners are neighbours of the class; one row is copied; settings out of range are refused by name")
    func edges() throws {
        let method = try PreparedMethod(
            SMOBD.with { $0.neighbors = 1 }, rows: rows, labels: labels, quotas: [0, 100])
        let nearest: [Int64: Int64] = [2: 3, 3: 2, 4: 3, 5: 4, 6: 5]
        #expect(method.blends.allSatisfy { $0.partner == nearest[$0.base] })
        let one = try PreparedMethod(SMOBD(), rows: [[1], [2], [9]], labels: [0, 0, 1], quotas: [0, 3])
        #expect(one.blends.allSatisfy { $0 == .copy(of: 2) })
        #expect(refusal(SMOBD.with { $0.sparsity = 2 })?.setting == "sparsity")
        #expect(refusal(SMOBD.with { $0.minPoints = 1 })?.setting == "min_points")
        #expect(refusal(SMOBD.with { $0.epsilon = 0 })?.setting == "epsilon")
    }
}
