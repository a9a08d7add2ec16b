import BallastCore
import Testing

@Suite("geometric-smote")
struct MethodsGeometricTests {
    /// Class b: a base at 0 with its only neighbour of the class at (4, 3); a row of a at (0, −2) is nearer.
    private let rows: [[Float]] = [[0, 0], [4, 3], [0, -2], [90, 90]]
    private let labels: [Int32] = [1, 1, 0, 0]

    /// The points made from row 0, relative to it.
    private func points(_ change: (inout GeometricSMOTE) -> Void, quota: Int64 = 4000) throws -> [(
        x: Double, y: Double
    )] {
        let method = try PreparedMethod(GeometricSMOTE.with(change), rows: rows, labels: labels, quotas: [0, quota])
        let blends = method.blends.filter { $0.base == 0 }
        #expect(blends.allSatisfy { $0.partner == -1 && $0.weight == 0 })
        return method.rows(of: blends).map { (Double($0[0]), Double($0[1])) }
    }

    @Test("the ball reaches as far as the surface point of the selection")
    func reach() throws {
        let reaches: [(GeometricSMOTE.Selection, Double)] = [(.minority, 5), (.majority, 2), (.combined, 2)]
        for (selection, reach) in reaches {
            let lengths = try points { ($0.selection, $0.truncation) = (selection, 0) }
                .map { ($0.x * $0.x + $0.y * $0.y).squareRoot() / reach }
            #expect((lengths.max() ?? 2) <= 1 + 1e-6 && (lengths.max() ?? 0) > 0.98)
            // Uniform in the disc: the mean length is ⅔, its deviation √(1/18).
            let mean = lengths.reduce(0, +) / Double(lengths.count)
            #expect(abs(mean - 2.0 / 3) < 4 * 0.2357 / Double(lengths.count).squareRoot())
        }
    }

    @Test("truncation leaves the half toward the surface point, all of it, or the half away")
    func truncation() throws {
        let along = { (t: Double) in
            try points { ($0.selection, $0.truncation) = (.minority, t) }.map { ($0.x * 4 + $0.y * 3) / 25 }
        }
        #expect(try along(1).allSatisfy { $0 >= -1e-6 })
        #expect(try along(-1).allSatisfy { $0 <= 1e-6 })
        let all = try along(0)
        #expect(abs(Double(all.count { $0 > 0 }) / Double(all.count) - 0.5) < 0.05)
        let part = try along(0.4)
        #expect(part.allSatisfy { $0 >= -0.6 - 1e-6 } && part.contains { $0 < -0.4 })
    }

    @Test("deformation 1 leaves the segment, with the mean step of a half disc")
    func deformation() throws {
        let made = try points { ($0.selection, $0.deformation) = (.minority, 1) }
        #expect(made.allSatisfy { abs($0.x * 3 - $0.y * 4) < 1e-5 })
        let steps = made.map { ($0.x * 4 + $0.y * 3) / 25 }
        #expect(steps.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-6 })
        // 4 / (3π) for two columns.
        #expect(abs(steps.reduce(0, +) / Double(steps.count) - 0.4244) < 0.025)
    }

    @Test("a row is the same whatever is made with it; bases are even; constant columns keep their value")
    func purity() throws {
        let sample = scatteredRows([20, 12], width: 2)
        let rows = sample.rows.map { $0 + [7] }
        let method = try PreparedMethod(GeometricSMOTE(), rows: rows, labels: sample.labels, quotas: [5, 48])
        let made = method.rows(of: method.blends)
        #expect(method.blends.map { method.rows(of: [$0])[0] } == made)
        #expect(made.allSatisfy { $0[2] == 7 } && Set(made).count == 53)
        #expect(Set(method.uses(\.base).filter { $0.key >= 20 }.values) == [4])
        method.expectInverses()
    }

    @Test("rows equal to their surface point are copied, and a class of one row unless the selection is majority")
    func copies() throws {
        let rows: [[Float]] = [[1], [2], [3], [5], [5], [9]]
        for selection in GeometricSMOTE.Selection.allCases {
            let method = try PreparedMethod(
                GeometricSMOTE.with { $0.selection = selection }, rows: rows, labels: [0, 0, 0, 1, 1, 2],
                quotas: [0, 4, 4])
            let areCopies = method.blends.allSatisfy { $0 == .copy(of: $0.base) }
            #expect(areCopies == (selection != .majority))
            #expect(method.notices.isEmpty == (selection == .majority))
        }
    }

    @Test("settings out of range are refused by name")
    func range() {
        #expect(refusal(GeometricSMOTE.with { $0.truncation = 1.5 })?.setting == "truncation")
        #expect(refusal(GeometricSMOTE.with { $0.deformation = -0.5 })?.setting == "deformation")
        #expect(refusal(GeometricSMOTE.with { $0.neighbors = 0 })?.setting == "neighbors")
    }
}
