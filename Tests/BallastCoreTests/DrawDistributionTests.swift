import BallastCore
import Testing

@Suite("Draws follow their laws, with fixed seeds")
struct DrawDistributionTests {
    private static func population(_ count: Int) throws -> Population {
        try Population(
            features: .floats(count, width: 2), categorical: nil, columns: [],
            labels: StoredArray((0..<count).map { Int32($0 % 2) }), classNames: ["a", "b"], parts: nil,
            storage: MemoryStorage())
    }

    private static func blends(_ method: some SynthesisMethod, _ quotas: [Int64], rows: Int = 24) throws -> [Blend] {
        let context = SynthesisContext(
            population: try population(rows), weights: [1, 1], quotas: quotas, seed: 3, storage: MemoryStorage(),
            threads: 2)
        let sampler = try method.prepare(context)
        return quotas.enumerated().flatMap { stratum, quota in
            (0..<quota).map { sampler.blend(Candidate(stratum: Int32(stratum), number: $0)) }
        }
    }

    @Test("the steps of smote are uniform")
    func uniform() throws {
        let steps = try Self.blends(SMOTE(), [0, 40_000]).map { Double($0.weight) }
        let mean = steps.reduce(0, +) / 40_000
        #expect(abs(mean - 0.5) < 0.006)
        var cells = [Int](repeating: 0, count: 20)
        for step in steps { cells[Int(step * 20)] += 1 }
        // χ² with 19 degrees of freedom is below 43.8 with probability 0.999.
        #expect(cells.reduce(0.0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 } < 43.8)
    }

    @Test("each of the five neighbours is a partner equally often")
    func partners() throws {
        var uses: [[Int64]: Int] = [:]
        for blend in try Self.blends(SMOTE(), [0, 60_000]) { uses[[blend.base, blend.partner], default: 0] += 1 }
        // 12 rows with 5 neighbours each.
        #expect(uses.count == 60)
        let deviation = uses.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
        // χ² with 48 degrees of freedom is below 84.0 with probability 0.999.
        #expect(deviation < 84)
    }

    /// Var Beta(α, α) = 1 / (4 (2α + 1)).
    @Test("mixup's steps have the moments of Beta(α, α)", arguments: [0.2, 0.4, 1, 2, 5])
    func beta(alpha: Double) throws {
        var method = Mixup()
        method.alpha = alpha
        let steps = try Self.blends(method, [40_000]).map { Double($0.weight) }
        let mean = steps.reduce(0, +) / 40_000
        let moment = { (power: Int) in
            steps.reduce(0) { sum, step in sum + (0..<power).reduce(1.0) { product, _ in product * (step - mean) } } / 40_000
        }
        let variance = 1 / (4 * (2 * alpha + 1))
        #expect(abs(mean - 0.5) < 0.012)
        #expect(abs(moment(2) / variance - 1) < 0.02, "\(moment(2)) instead of \(variance)")
        // Kurtosis of Beta(α, α): 3 − 6 / (2α + 3).
        #expect(abs(moment(4) / (variance * variance) - (3 - 6 / (2 * alpha + 3))) < 0.06)
    }

    @Test("a Beta law so steep that powers underflow still draws, at the ends")
    func steepBeta() throws {
        var method = Mixup()
        method.alpha = 1e-4
        let steps = try Self.blends(method, [2000]).map(\.weight)
        #expect(steps.allSatisfy { $0 > 0 && $0 < 1 })
        #expect(steps.filter { $0 < 0.01 || $0 > 0.99 }.count > 1980)
        #expect((800...1200).contains(steps.filter { $0 < 0.5 }.count))
    }

    @Test("mixup's partners are spread over the other rows")
    func mixupPartners() throws {
        let blends = try Self.blends(Mixup(), [24 * 400])
        var shifts: [Int64: Set<Int64>] = [:]
        for blend in blends { shifts[blend.base, default: []].insert(blend.partner) }
        #expect(shifts.count == 24)
        #expect(shifts.allSatisfy { $1.count == 23 && !$1.contains($0) })
    }

    @Test("whole numbers below a bound reach every value equally often")
    func below() {
        let stream = RandomStream(seed: 9, purpose: .candidate)
        var counts = [Int](repeating: 0, count: 7)
        for index in 0..<70_000 {
            let words = stream.words(Int64(index))
            counts[Int(RandomStream.below(7, words.0, words.1))] += 1
        }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
        #expect(RandomStream.below(7, .max, .max) == 6 && RandomStream.below(7, 0, 0) == 0)
        #expect(RandomStream.unit(.max, .max) == 1 - 0x1p-53 && RandomStream.unit(0, 0) == 0)
    }

    @Test("purposes, streams, attempts and seeds never share a counter")
    func counters() {
        var seen: Set<UInt64> = []
        var drawn = 0
        for seed: UInt64 in [0, 1, 1 << 32] {
            for purpose in [RandomStream.Purpose.candidate, .shuffle, .basePermutation, .mixRound, .step] {
                let draws = RandomStream(seed: seed, purpose: purpose)
                for index: Int64 in [0, 1, 1 << 32] {
                    for stream: Int32 in [0, 1] {
                        for attempt: UInt32 in [0, 1, 1 << 16] {
                            let words = draws.words(index, stream: stream, attempt: attempt)
                            seen.insert(UInt64(words.0) | UInt64(words.1) << 32)
                            drawn += 1
                        }
                    }
                }
            }
        }
        #expect(seen.count == drawn)
    }
}
