import BallastCore
import Testing

@Suite("Steps by how alike two rows are")
struct MethodsSimilarityTests {
    private func shape(_ relative: Double, maximum: Double = 1, spread: Double = 0.5) -> Double? {
        switch SimilarityStep(maximum: maximum, spread: spread).law(relative: relative) {
        case .beta(let shape): shape
        case .ends: nil
        default: .nan
        }
    }

    @Test("the parameter of the Beta distribution falls with the distance, from e² at the same place")
    func shapes() throws {
        #expect(shape(1) == 1 && shape(1, maximum: 0.25) == 0.25)
        #expect(abs(try #require(shape(0)) - 7.38905609893065) < 1e-12)
        #expect(abs(try #require(shape(2)) - 0.1353352832366127) < 1e-15)
        #expect(shape(4.4) != nil && shape(4.5) == nil, "below a thousandth")
        #expect(shape(0, spread: 0.01) == 1000, "no more than a thousand")
    }

    /// Two groups far apart, ten rows each, one class each.
    private func blends(_ method: some SynthesisMethod) throws -> [Blend] {
        let rows = (0..<20).map { [Float($0 % 10) / 10 + ($0 < 10 ? 0 : 50)] }
        let population = try Population(
            features: RowStore(rows: rows), categorical: nil, columns: [Column(name: "x", kind: .numeric)],
            labels: StoredArray((0..<20).map { $0 < 10 ? 0 : 1 }), classNames: ["a", "b"], parts: nil,
            storage: MemoryStorage())
        let context = SynthesisContext(
            population: population, weights: [1], quotas: [2000], seed: 3, storage: MemoryStorage(), threads: 1,
            inverses: true)
        let sampler = try method.prepare(context)
        return (0..<2000).map { sampler.blend(Candidate(stratum: 0, number: $0)) }
    }

    @Test("pairs of mixup stay the same; near ones are mixed evenly, far ones hardly")
    func mixup() throws {
        var method = Mixup()
        let plain = try blends(method)
        method.step = .similarity
        let found = try blends(method)
        #expect(found.map(\.base) == plain.map(\.base) && found.map(\.partner) == plain.map(\.partner))
        func offCentre(_ isNear: Bool) -> Double {
            let some = found.filter { (($0.base < 10) == ($0.partner < 10)) == isNear }
            return some.reduce(0) { $0 + abs(Double($1.weight) - 0.5) } / Double(some.count)
        }
        // Beta(7.39, 7.39) lies .102 from the middle on average, Beta(.165, .165) of pairs at 1.9 times the mean .412.
        #expect(abs(offCentre(true) - 0.102) < 0.01, "\(offCentre(true))")
        #expect(abs(offCentre(false) - 0.412) < 0.015, "\(offCentre(false))")
        for blend in found {
            let grid = blend.weight * 0x1p24
            #expect(grid == grid.rounded() && Int(grid) % 2 == 1)
        }
    }

    @Test("among neighbours, too, and with equal rows only")
    func neighbors() throws {
        var method = NeighborMixup()
        method.neighbors = 3
        method.step = .similarity
        let found = try blends(method)
        #expect(found.allSatisfy { ($0.base < 10) == ($0.partner < 10) })
        #expect(Set(found.map(\.weight)).count > 1500)
    }

    @Test("very far pairs are copies but for the last cell of the grid, of either row")
    func ends() throws {
        var method = Mixup()
        (method.step, method.tauStd) = (.similarity, 0.05)
        let far = try blends(method).filter { ($0.base < 10) != ($0.partner < 10) }.map(\.weight)
        #expect(Set(far) == [0x1p-24, 1 - 0x1p-24])
        #expect(abs(Double(far.count { $0 < 0.5 }) / Double(far.count) - 0.5) < 0.05)
    }

    @Test("the least settings still give steps")
    func least() throws {
        var method = Mixup()
        (method.alpha, method.tauMax, method.tauStd) = (1e-6, 1e-6, 1e-6)
        for step in PairStep.allCases {
            method.step = step
            try method.validate()
            #expect(try blends(method).allSatisfy { (0...1).contains($0.weight) })
        }
        #expect(shape(1, spread: 1e-6) == 1 && shape(0, spread: 1e-6) == 1000 && shape(2, spread: 1e-6) == nil)
    }

    @Test("settings out of range are refused")
    func ranges() throws {
        var method = Mixup()
        method.tauMax = 0
        #expect(throws: SettingError("tau_max", "0.0 is out of range; 0.000001 to 1000")) {
            try method.validate()
        }
        var other = NeighborMixup()
        other.tauStd = 1001
        #expect(throws: SettingError("tau_std", "1001.0 is out of range; 0.000001 to 1000")) {
            try other.validate()
        }
    }
}
