import BallastCore
import Testing

@Suite("m2m")
struct MethodsM2mTests {
    /// Three classes that lie apart in the first two columns; the third column is constant, the fourth whole.
    private let labels: [Int32]
    private let rows: [[Float]]

    private static let corners: [(Float, Float)] = [(0, 0), (20, 0), (0, 20)]

    init() {
        let sample = scatteredRows([60, 20, 8], width: 2)
        labels = sample.labels
        rows = zip(sample.rows, labels).enumerated().map { index, pair in
            // The scattered values are below 16.
            let corner = Self.corners[Int(pair.1)]
            return [pair.0[0] + corner.0, pair.0[1] + corner.1, 7, Float(index % 5)]
        }
    }

    private let columns = [
        Column(name: "a", kind: .numeric, minimum: 0, maximum: 60), Column(name: "b", kind: .numeric),
        Column(name: "c", kind: .numeric), Column(name: "d", kind: .integer, minimum: 0, maximum: 4),
    ]

    private func prepare(_ change: (inout M2m) -> Void, quotas: [Int64] = [0, 90, 110]) throws -> PreparedMethod {
        try PreparedMethod(M2m.with(change), rows: rows, labels: labels, quotas: quotas)
    }

    @Test("rows of larger classes are moved among those of their class, which becomes their label")
    func moved() throws {
        let method = try prepare {
            $0.beta = 0
            $0.steps = 40
        }
        let blends = method.blends
        #expect(blends.count { $0.partner == -1 } > 100)
        for ((row, blend), candidate) in zip(zip(method.rows(of: blends, columns: columns), blends), method.candidates)
        {
            let target = candidate.stratum
            guard blend.partner == -1 else {
                #expect(blend == .copy(of: blend.base) && method.label(blend.base) == target)
                continue
            }
            #expect(blend.target == target && method.label(blend.base) < target && blend.weight == 0)
            // Nearer to the middle of the own class than to that of the seed's.
            #expect(distance(row, toClass: target) < distance(row, toClass: method.label(blend.base)))
            #expect(row[2] == 7 && row[3].rounded() == row[3] && (0...4).contains(row[3]))
        }
        let soft = try LabelPipeline(
            labels: method.population.labels, rules: [], context: LabelContext(trainingCounts: method.population.counts)
        )
        let shares = blends.withUnsafeBufferPointer { soft.labels(of: $0) }
        for (index, candidate) in method.candidates.enumerated() {
            #expect(shares.share(of: candidate.stratum, inRow: index) == 1)
        }
    }

    private func distance(_ row: [Float], toClass c: Int32) -> Float {
        let corner = Self.corners[Int(c)]
        let (a, b) = (row[0] - corner.0 - 8, row[1] - corner.1 - 8)
        return a * a + b * b
    }

    @Test("no value leaves the range that its column has in the training rows")
    func range() throws {
        let method = try prepare {
            ($0.beta, $0.gamma, $0.steps, $0.step) = (0, 0, 50, 3)
        }
        let made = method.rows(of: method.blends)
        for j in 0..<4 {
            let column = rows.map { $0[j] }
            #expect(made.allSatisfy { $0[j] >= column.min() ?? 0 && $0[j] <= column.max() ?? 0 })
        }
    }

    @Test("γ 0 and β 0 keep every row, each seed class and each seed in it used evenly; γ 1 copies all and says so")
    func acceptance() throws {
        let all = try prepare { ($0.beta, $0.gamma) = (0, 0) }
        #expect(all.blends.allSatisfy { $0.partner == -1 } && all.notices.isEmpty)
        let uses = all.uses(\.base)
        // Class 1 has 90 from the 60 of class 0; class 2 has 55 from those and 55 from the 20 of class 1.
        #expect((0..<60).reduce(0) { $0 + (uses[Int64($1)] ?? 0) } == 145)
        #expect((60..<80).allSatisfy { [2, 3].contains(uses[Int64($0)] ?? 0) })
        let none = try prepare { ($0.beta, $0.gamma) = (0, 1) }
        #expect(none.blends.allSatisfy { $0.partner == $0.base })
        #expect(
            none.notices == [
                "class 'b': 90 of 90 new rows are copies, because what was made for them was not kept",
                "class 'c': 110 of 110 new rows are copies, because what was made for them was not kept",
            ])
    }

    @Test("a row is kept with the chance 1 − β^(n_k0 − n_k), and seed classes share as the chances do")
    func chances() throws {
        let method = try prepare({ ($0.beta, $0.gamma) = (0.97, 0) }, quotas: [0, 0, 4000])
        let kept = method.blends.filter { $0.partner == -1 }
        let chances = [52, 12].map { n in 1 - (0..<n).reduce(1.0) { product, _ in product * 0.97 } }
        let quotas = chances.map { 4000 * $0 / (chances[0] + chances[1]) }
        for c in 0..<2 {
            let count = Double(kept.count { method.label($0.base) == Int32(c) })
            let deviation = (quotas[c] * chances[c] * (1 - chances[c])).squareRoot()
            #expect(abs(count - quotas[c] * chances[c]) < 4 * deviation + 1, "class \(c): \(count)")
        }
    }

    @Test("the largest class has no seeds and is copied; without numeric columns all are")
    func copies() throws {
        let method = try prepare({ $0.beta = 0 }, quotas: [30, 0, 0])
        #expect(method.blends.allSatisfy { $0 == .copy(of: $0.base) && method.label($0.base) == 0 })
        #expect(method.notices.count == 1)
        let nominal = try SamplePopulation.nominalOnly.prepare("m2m")
        #expect(nominal.blends.allSatisfy { $0 == .copy(of: $0.base) })
    }

    @Test("threads and order change nothing, and the inverses list each candidate once")
    func purity() throws {
        let method = try prepare { ($0.beta, $0.gamma) = (0, 0.6) }
        #expect(Set(method.blends.map { $0.partner == -1 }).count == 2)
        method.expectInverses()
        let rows = method.rows(of: method.blends)
        #expect(method.blends.map { method.rows(of: [$0])[0] } == rows)
        let again = SynthesisContext(
            population: method.population, weights: [1, 1, 1, 1], quotas: method.quotas, seed: 3,
            storage: MemoryStorage(), threads: 4)
        let sampler = try M2m.with { ($0.beta, $0.gamma) = (0, 0.6) }.prepare(again)
        #expect(method.candidates.map(sampler.blend) == method.blends)
    }

    @Test("settings out of range are refused by name")
    func settings() {
        #expect(
            refusal(M2m.with { $0.beta = 1 })?.description == "beta: 1.0 is out of range; at least 0 and less than 1")
        #expect(refusal(M2m.with { $0.gamma = 1.1 })?.description == "gamma: 1.1 is out of range; 0 to 1")
        #expect(refusal(M2m.with { $0.penalty = -1 })?.description == "penalty: -1.0 is out of range; 0 to 100")
        #expect(
            refusal(M2m.with { $0.step = 0 })?.description
                == "step: 0.0 is out of range; greater than 0 and at most 1000")
        #expect(refusal(M2m.with { $0.steps = 0 })?.description == "steps: 0 is out of range; 1 to 1000")
    }

    @Test("more classes and columns than the classifier takes are refused with a number")
    func tooWide() throws {
        let wide = [[Float](repeating: 1, count: 600_000), [Float](repeating: 2, count: 600_000)]
        let error = #expect(throws: SynthesisError.self) {
            _ = try PreparedMethod(M2m(), rows: wide, labels: [0, 1], quotas: [0, 1])
        }
        #expect(
            error?.description
                == "2 classes of rows with 600000 elements are too many for the softmax regression of m2m; their product may "
                + "be 1048576 at most")
    }
}
