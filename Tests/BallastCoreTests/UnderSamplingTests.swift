import BallastCore
import Testing

@Suite("Under-sampling")
struct UnderSamplingTests {
    private func dropped(
        _ sampler: some UnderSampler, _ population: Population, _ targets: [Int64], seed: UInt64 = 1, threads: Int = 1
    ) throws -> [Int64] {
        let marks = StoredArray([UInt8](repeating: 0, count: population.rowCount))
        let context = SynthesisContext(
            population: population, weights: [Double](repeating: 1, count: population.features?.width ?? 0),
            quotas: targets.map { _ in 0 }, seed: seed, storage: MemoryStorage(), threads: threads)
        try sampler.drop(context, keeping: targets, in: marks)
        return (0..<Int64(population.rowCount)).filter { marks[Int($0)] == 1 }
    }

    @Test(
        "takes classes down to their targets, training rows only, the same rows on any number of threads",
        arguments: UnderSamplers.all.map { $0.name }, SamplePopulation.all)
    func contract(name: String, sample: SamplePopulation) throws {
        let type = try #require(UnderSamplers.all.first { $0.name == name })
        let population = sample.population
        let targets = population.counts.map { max(1, $0 / 3) }
        let rows = try dropped(type.init(), population, targets)
        #expect(rows.allSatisfy { population.position(ofTrainingRow: $0) != nil })
        let left = try population.dropping(marks(rows, population.rowCount), storage: MemoryStorage())
        #expect(left.counts == targets)
        #expect(
            left.training.count == Int(targets.reduce(0, +)) && left.validation.count == population.validation.count)
        #expect(try dropped(type.init(), population, targets, threads: 3) == rows)
        #expect(try dropped(type.init(), population, population.counts).isEmpty)
    }

    private func marks(_ rows: [Int64], _ count: Int) -> StoredArray<UInt8> {
        let marks = StoredArray([UInt8](repeating: 0, count: count))
        for row in rows { marks[Int(row)] = 1 }
        return marks
    }

    @Test("at random: every row goes equally often, and other seeds drop other rows")
    func random() throws {
        let population = SamplePopulation.numeric.population
        let targets = [population.count(of: 0) / 2, population.count(of: 1), population.count(of: 2)]
        var uses: [Int64: Int] = [:]
        for seed in 0..<400 {
            let rows = try dropped(RandomUnderSampling(), population, targets, seed: UInt64(seed))
            #expect(Int64(rows.count) == population.count(of: 0) - targets[0])
            for row in rows { uses[row, default: 0] += 1 }
        }
        #expect(Int64(uses.count) == population.count(of: 0))
        #expect(uses.values.allSatisfy { (140...280).contains($0) }, "\(uses.values.sorted())")
    }

    @Test("by nearness: rows of the smallest class itself are measured by its other rows")
    func smallestClass() throws {
        // Of the rows 0, 1 and 10 the mean distances to the two others are 5.5, 5 and 9.5.
        let rows: [[Float]] = [[0], [1], [10]] + (0..<9).map { [Float(20 + $0)] }
        let population = try Population(
            features: RowStore(rows: rows), categorical: nil, columns: [Column(name: "x", kind: .numeric)],
            labels: StoredArray((0..<12).map { $0 < 3 ? 0 : 1 }), classNames: ["a", "b"], parts: nil,
            storage: MemoryStorage())
        for (version, far) in [(1, 2), (2, 2), (3, 1)] as [(Int, Int64)] {
            let sampler = NearMiss.with { $0.version = version }
            #expect(try dropped(sampler, population, [2, 9]) == [far], "version \(version)")
        }
    }

    @Test("by hardness: rows around the wanted share of foreign neighbours stay")
    func hardness() throws {
        // Class a: 0 … 9; class b at 8.1, 8.2, 9.1: the higher a row of class a, the more of its 2 nearest are foreign.
        let rows: [[Float]] = (0..<10).map { [Float($0)] } + [[8.1], [8.2], [9.1]]
        let labels: [Int32] = (0..<13).map { $0 < 10 ? 0 : 1 }
        let population = try Population(
            features: RowStore(rows: rows), categorical: nil, columns: [Column(name: "x", kind: .numeric)],
            labels: StoredArray(labels), classNames: ["a", "b"], parts: nil, storage: MemoryStorage())
        func kept(_ target: Int64, _ hardness: Double, width: Double = 0, seed: UInt64 = 1) throws -> Set<Int64> {
            let sampler = InstanceHardness.with {
                $0.neighbors = 2
                $0.hardness = hardness
                $0.width = width
            }
            return Set(0..<10).subtracting(try dropped(sampler, population, [target, 3], seed: seed))
        }
        // Of 7 the nearest are 6 and 8; the hardest are 8 and 9.
        #expect(try kept(8, 0) == Set(0..<8))
        #expect(try kept(2, 1) == [8, 9])
        #expect(try kept(1, 0, seed: 1).isSubset(of: Set(0..<8)))
        #expect(try (1...20).reduce(into: Set<Int64>()) { $0.formUnion(try kept(1, 0, width: 1, seed: $1)) }.count > 6)
    }

    @Test("a setting out of its range is refused with what would be right")
    func settings() {
        func refusal(_ sampler: some UnderSampler) -> String {
            do {
                try sampler.validate()
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(refusal(NearMiss.with { $0.version = 4 }) == "version: 4 is out of range; 1 to 3")
        #expect(
            refusal(NearMiss.with { $0.neighbors = 0 }) == "neighbors: 0 is not a number of neighbours; at least 1")
        #expect(
            refusal(NearMiss.with { $0.preselected = 0 }) == "preselected: 0 is not a number of neighbours; at least 1")
        #expect(refusal(InstanceHardness.with { $0.hardness = 1.5 }) == "hardness: 1.5 is out of range; 0 to 1")
        #expect(refusal(InstanceHardness.with { $0.width = -0.5 }) == "width: -0.5 is out of range; 0 to 1")
    }
}
