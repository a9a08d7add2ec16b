import BallastCore
import Testing

@Suite("Original rows that imbalanced-learn keeps, and drops")
struct ReferenceCleaningTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let width: Int
        let values: [UInt32]
        let labels: [Int32]
        let kept: [Int64]
        let vote: EditedNearestNeighbors.Vote?
        let neighbors, version: Int?
        let spareMinority: Bool?
        let targets, imbalancedLearn: [Int64]?

        var testDescription: String { name }

        var context: SynthesisContext {
            get throws {
                let store = RowStore(bits: values, width: width)
                let population = try Population(
                    features: store, categorical: nil,
                    columns: (0..<width).map { Column(name: "x\($0)", kind: .numeric) }, labels: StoredArray(labels),
                    classNames: (0...(labels.max() ?? 0)).map { "\($0)" }, parts: nil, storage: MemoryStorage())
                return SynthesisContext(
                    population: population, weights: [Double](repeating: 1, count: width),
                    quotas: population.counts.map { _ in 0 }, seed: 1, storage: MemoryStorage(), threads: 2)
            }
        }

        /// Rows that are not marked by `body`.
        func left(_ body: (SynthesisContext, StoredArray<UInt8>) throws -> Void) throws -> [Int64] {
            let marks = StoredArray([UInt8](repeating: 0, count: labels.count))
            try body(try context, marks)
            return (0..<Int64(labels.count)).filter { marks[Int($0)] == 0 }
        }

        func cleaned(_ entry: any RowGuard) throws -> [Int64] {
            try left { try OriginalCleaning([entry]).clean($0, in: $1) }
        }
    }

    private func cases(_ group: String) throws -> [Case] { try ReferenceVectors.cases("cleaning", group) }

    @Test("edited nearest neighbours, by majority and by all")
    func edited() throws {
        let cases = try cases("enn")
        #expect(cases.count == 4)
        for known in cases {
            let left = try known.cleaned(
                EditedNearestNeighbors.with {
                    $0.neighbors = known.neighbors ?? 0
                    $0.vote = known.vote ?? .majority
                })
            #expect(left == known.kept, "\(known.name)")
            #expect(left.count < known.labels.count)
        }
    }

    @Test("Tomek links, both ends or those not of the smallest class")
    func tomek() throws {
        let cases = try cases("tomek")
        #expect(cases.count == 4)
        for known in cases {
            let left = try known.cleaned(TomekLinks.with { $0.spareMinority = known.spareMinority ?? true })
            #expect(left == known.kept, "\(known.name)")
        }
    }

    @Test("neighbourhood cleaning drops what imbalanced-learn drops, and what the paper drops besides")
    func neighborhood() throws {
        let cases = try cases("ncr")
        #expect(cases.count == 3)
        for known in cases {
            let left = try known.cleaned(NeighborhoodCleaning())
            #expect(left == known.kept, "\(known.name)")
            #expect(Set(left).isSubset(of: Set(known.imbalancedLearn ?? [])))
        }
    }

    @Test("NearMiss 1 to 3")
    func nearMiss() throws {
        let cases = try cases("near_miss")
        #expect(cases.count == 3)
        for known in cases {
            let left = try known.left { context, marks in
                try NearMiss.with { $0.version = known.version ?? 0 }
                    .drop(context, keeping: known.targets ?? [], in: marks)
            }
            #expect(left == known.kept, "\(known.name)")
        }
    }
}

extension UnderSampler {
    /// The defaults, changed.
    static func with(_ change: (inout Self) -> Void) -> Self {
        var sampler = Self()
        change(&sampler)
        return sampler
    }
}
