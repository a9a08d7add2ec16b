import BallastCore
import Testing

@Suite("What label mass candidates give their own class")
struct MethodsMassTests {
    /// Rows on a line, four of class 0 and two of class 1.
    private func share(_ method: some SynthesisMethod, quotas: [Int64] = [0, 6]) throws -> Double {
        let population = try Population(
            features: RowStore(rows: [0, 1, 2, 3, 10, 11].map { [$0] }), categorical: nil,
            columns: [Column(name: "x", kind: .numeric)], labels: StoredArray([0, 0, 0, 0, 1, 1]),
            classNames: ["a", "b"], parts: nil, storage: MemoryStorage())
        let context = SynthesisContext(
            population: population, weights: [1], quotas: quotas, seed: 1, storage: MemoryStorage(), threads: 1)
        return try method.prepare(context).expectedOwnShare(ofClass: 1)
    }

    private func softSMOTE(_ neighbors: Int) -> SoftSMOTE {
        var method = SoftSMOTE()
        method.neighbors = neighbors
        return method
    }

    @Test(
        "soft SMOTE: half of what foreign neighbours take",
        arguments: [(1, 1), (2, 0.75), (3, 1 - 0.5 * 2 / 3), (5, 0.6)])
    func soft(neighbors: Int, expected: Double) throws {
        #expect(abs(try share(softSMOTE(neighbors)) - expected) < 1e-15)
    }

    @Test("a class whose neighbours are all foreign keeps half")
    func isolated() throws {
        let population = try Population(
            features: RowStore(rows: [[0], [1], [2]]), categorical: nil, columns: [Column(name: "x", kind: .numeric)],
            labels: StoredArray([0, 1, 0]), classNames: ["a", "b"], parts: nil, storage: MemoryStorage())
        let context = SynthesisContext(
            population: population, weights: [1], quotas: [0, 1], seed: 1, storage: MemoryStorage(), threads: 1)
        #expect(try softSMOTE(5).prepare(context).expectedOwnShare(ofClass: 1) == 0.5)
    }

    @Test("borderline-smote 2 goes at most half-way to foreign rows, a quarter on average")
    func borderline() throws {
        var method = BorderlineSMOTE()
        (method.variant, method.neighbors, method.dangerNeighbors) = (2, 2, 2)
        #expect(abs(try share(method) - 0.875) < 1e-15)
    }

    @Test("methods with partners of the same class give it everything")
    func whole() throws {
        #expect(try share(SMOTE()) == 1 && share(Duplication()) == 1 && share(ROSE()) == 1)
    }

    @Test("it is what the drawn blends come to")
    func drawn() throws {
        let sample = SamplePopulation.numeric
        let prepared = try sample.prepare("soft-smote")
        let labels = sample.population.labels
        for c in 0..<3 {
            let count = prepared.context.quotas[c]
            let given = (0..<count).reduce(0.0) { sum, number in
                let blend = prepared.sampler.blend(Candidate(stratum: Int32(c), number: number))
                return sum + (labels[Int(blend.partner)] == Int32(c) ? 0 : Double(blend.weight))
            }
            let expected = prepared.sampler.expectedOwnShare(ofClass: c)
            #expect(abs(1 - given / Double(count) - expected) < 0.12, "class \(c): \(expected)")
        }
    }
}
