import BallastCore
import Testing

@Suite("Labels from the neighbourhood of the row")
struct RulesNeighborPosteriorTests {
    /// Rows on a line: four of class 0, two of class 1. Row 8.25 has the neighbours 10 (1.75), 11 (2.75), 3 (5.25).
    private static let line: [Float] = [0, 1, 2, 3, 10, 11]
    private static let blend = Blend(base: 4, partner: 3, weight: 0.25)

    private func label(
        _ blends: [Blend] = [blend], _ values: [Float] = line, classes: [Int32] = [0, 0, 0, 0, 1, 1],
        notices: NoticeLog = NoticeLog(), after first: [any LabelRule] = [],
        _ change: (inout NeighborPosterior) -> Void
    ) throws -> [[Double]] {
        let store = RowStore(rows: values.map { [$0] })
        let classCount = Int(classes.max() ?? 0) + 1
        let population = try Population(
            features: store, categorical: nil, columns: [Column(name: "x", kind: .numeric)],
            labels: StoredArray(classes), classNames: (0..<classCount).map { "\($0)" }, parts: nil,
            storage: MemoryStorage())
        let references = LabelReferences(
            population: population, weights: [1], storage: MemoryStorage(), threads: 1, notices: notices)
        let pipeline = try LabelPipeline(
            labels: population.labels, rules: first + [NeighborPosterior.with(change)],
            context: LabelContext(trainingCounts: population.counts, references: references))
        let region = MemoryStorage().makeRegion(named: "mixed", byteCount: 4 * blends.count)
        return try blends.withUnsafeBufferPointer { blends in
            BlendKernel(features: store, columns: population.columns).compose(blends, into: region.start)
            let mixed = RowStore(elementType: .float32, rowShape: [1], count: blends.count, region: region)
            let soft = try pipeline.labels(of: blends, rows: MixedRows(features: mixed, categorical: nil))
            return blends.indices.map { row in (0..<Int32(classCount)).map { soft.share(of: $0, inRow: row) } }
        }
    }

    private func expect(_ made: [[Double]], _ shares: [Double], _ tolerance: Double = 1e-15) {
        #expect(made.count == 1)
        for (a, b) in zip(made[0], shares) { #expect(abs(a - b) <= tolerance, "\(made[0]) is not \(shares)") }
    }

    @Test("count: the classes of the neighbours, each divided by its rows")
    func balancedCount() throws {
        expect(try label { ($0.neighbors, $0.share) = (3, 1) }, [0.25 / 1.25, 1 / 1.25])
    }

    @Test("count under the natural prior, with and without pseudo rows")
    func naturalCount() throws {
        expect(
            try label { ($0.neighbors, $0.share, $0.prior, $0.pseudoRows) = (3, 1, .natural, 0) }, [1.0 / 3, 2.0 / 3])
        expect(
            try label { ($0.neighbors, $0.share, $0.prior, $0.pseudoRows) = (3, 1, .natural, 1) },
            [(1 + 4.0 / 6) / 4, (2 + 2.0 / 6) / 4])
    }

    @Test("the parents' mixture keeps what the posterior does not take")
    func mixAndCheck() throws {
        expect(try label { ($0.neighbors, $0.share) = (3, 0.5) }, [0.5 * 0.25 + 0.1, 0.5 * 0.75 + 0.4])
        expect(try label { ($0.neighbors, $0.share) = (3, 0.25) }, [0.75 * 0.25 + 0.05, 0.75 * 0.75 + 0.2])
    }

    @Test("kernel: a Gaussian as wide as the farthest neighbour")
    func kernel() throws {
        let near = ExactMath.exp(-0.5 * 1.75 * 1.75 / (5.25 * 5.25))
        let middle = ExactMath.exp(-0.5 * 2.75 * 2.75 / (5.25 * 5.25))
        let far = ExactMath.exp(-0.5)
        let sum = near + middle + far
        let natural = try label { ($0.neighbors, $0.share, $0.estimate, $0.prior) = (3, 1, .kernel, .natural) }
        expect(natural, [far / sum, (near + middle) / sum])
        let balanced = try label { ($0.neighbors, $0.share, $0.estimate) = (3, 1, .kernel) }
        let total = far / 4 + (near + middle) / 2
        expect(balanced, [far / 4 / total, (near + middle) / 2 / total])
    }

    @Test("kernel and fuzzy: rows at the same place decide alone")
    func coincident() throws {
        // The row is 5; two of class 0 and one of class 1 lie there.
        let (values, classes) = ([5, 5, 5, 4, 6, 90] as [Float], [0, 0, 1, 1, 1, 1] as [Int32])
        let blend = [Blend(base: 3, partner: 4, weight: 0.5)]
        let kernel = try label(blend, values, classes: classes) {
            ($0.neighbors, $0.share, $0.estimate, $0.prior) = (3, 1, .kernel, .natural)
        }
        expect(kernel, [2.0 / 3, 1.0 / 3])
        // Its neighbours are the two of class 0, each with the other one and the one of class 1 nearest to it.
        let fuzzy = try label(blend, values, classes: classes) {
            ($0.neighbors, $0.share, $0.estimate, $0.prior) = (2, 1, .fuzzy, .natural)
        }
        expect(fuzzy, [0.51 + 0.49 / 2, 0.49 / 2])
    }

    @Test("fuzzy: memberships follow from the neighbours' own neighbours, nearer ones weigh more")
    func fuzzy() throws {
        let one = try label { ($0.neighbors, $0.share, $0.estimate, $0.prior) = (1, 1, .fuzzy, .natural) }
        expect(one, [0, 1])
        // 10 has the neighbours 11 and 3; 11 has 10 and 3.
        let two = try label { ($0.neighbors, $0.share, $0.estimate, $0.prior) = (2, 1, .fuzzy, .natural) }
        expect(two, [0.245, 0.755])
        // 3 has 2, 1 and 0; of 10 and 11 the third is 2.
        let three = try label { ($0.neighbors, $0.share, $0.estimate, $0.prior) = (3, 1, .fuzzy, .natural) }
        let weights = [1 / (1.75 * 1.75), 1 / (2.75 * 2.75), 1 / (5.25 * 5.25)]
        let second = (weights[0] + weights[1]) * (0.51 + 0.49 / 3) / weights.reduce(0, +)
        expect(three, [1 - second, second], 1e-14)
    }

    @Test("parents can be left out of the neighbours")
    func parents() throws {
        let one = try label { ($0.neighbors, $0.share, $0.leaveParentsOut) = (1, 1, true) }
        expect(one, [0, 1])
        let two = try label { ($0.neighbors, $0.share, $0.leaveParentsOut) = (2, 1, true) }
        expect(two, [0.25 / 0.75, 0.5 / 0.75])
    }

    @Test("where no neighbour is left the label stays as it was, with a notice")
    func nothingLeft() throws {
        let notices = NoticeLog()
        let made = try label(
            [Blend(base: 0, partner: 1, weight: 0.25)], [1, 2], classes: [0, 1], notices: notices
        ) { $0.leaveParentsOut = true }
        expect(made, [0.75, 0.25])
        #expect(
            notices.notices.map(\.text) == [
                "neighbor-posterior: there are 2 training rows: at most 0 neighbours used instead of 10"
            ])
    }

    @Test("originals and copies keep their labels; a row without second parent does not")
    func copies() throws {
        let made = try label([.copy(of: 3), .copy(of: 4), Blend(base: 3, partner: -1, weight: 0)]) {
            ($0.neighbors, $0.share) = (6, 1)
        }
        #expect(made[0] == [1, 0] && made[1] == [0, 1])
        #expect(made[2] == [0.5, 0.5])
    }

    @Test("after smoothing every class keeps its even share, less what the posterior takes")
    func background() throws {
        let made = try label(
            [Blend(base: 4, partner: 3, weight: 0.25)], classes: [0, 0, 0, 2, 1, 3],
            after: [Smoothing.with { $0.amount = 0.4 }]
        ) { ($0.neighbors, $0.share) = (1, 0.5) }
        expect(made, [0.05, 0.05 + 0.5 * 0.6 * 0.75 + 0.5, 0.05 + 0.5 * 0.6 * 0.25, 0.05], 1e-15)
    }

    @Test("the sparse form has room for the neighbours' classes, whatever the data")
    func capacity() throws {
        func capacity(_ change: (inout NeighborPosterior) -> Void, classes: Int = 500) throws -> Int {
            let counts = [Int64](repeating: 3, count: classes)
            return try LabelPipeline(
                labels: StoredArray([]), rules: [NeighborPosterior.with(change)],
                context: LabelContext(trainingCounts: counts)
            ).capacity
        }
        #expect(try capacity { $0.neighbors = 10 } == 12)
        #expect(try capacity { ($0.neighbors, $0.estimate) = (10, .fuzzy) } == 112)
        #expect(try capacity({ $0.neighbors = .max }, classes: 40) == 40)
        #expect(try capacity { ($0.neighbors, $0.estimate) = (.max, .fuzzy) } == 500)
        #expect(try capacity { $0.prior = .natural } == 500, "every class has a share of its own")
        #expect(try capacity { ($0.prior, $0.pseudoRows) = (.natural, 0) } == 12)
    }

    @Test(
        "rows that are asked for beside the store have the neighbours they would have in it",
        arguments: NeighborStrategy.allCases)
    func addedRows(strategy: NeighborStrategy) throws {
        var random = SequenceGenerator(seed: 9)
        let rows = (0..<700).map { _ in (0..<5).map { _ in Float(Int32(random.next() % 41)) / 4 } }
        let codes = (0..<1400).map { _ in Int32(random.next() % 3) }
        for nominal in [false, true] {
            func store(_ range: Range<Int>) -> (RowStore, CodeStore?) {
                let part = codes[2 * range.lowerBound..<2 * range.upperBound]
                return (
                    RowStore(rows: Array(rows[range])),
                    nominal ? CodeStore(codes: StoredArray(Array(part)), width: 2) : nil
                )
            }
            let (whole, inner, outer) = (store(0..<700), store(0..<500), store(500..<700))
            let weights = [1, 0.5, 2, 0.25, 1.5]
            let together = NeighborSpace(features: whole.0, weights: weights, categorical: whole.1, mismatchWeight: 0.7)
            var apart = NeighborSpace(features: inner.0, weights: weights, categorical: inner.1, mismatchWeight: 0.7)
            apart.added = .init(first: 500, features: outer.0, categorical: outer.1)
            func found(_ space: NeighborSpace, _ strategy: NeighborStrategy) throws -> NeighborResult {
                var search = NeighborSearch(in: space, storage: MemoryStorage(), threads: 2)
                search.strategy = strategy
                return try search.nearest(
                    k: 9, of: StoredArray((500..<700).map { Int64($0) }),
                    among: StoredArray((0..<500).map { Int64($0) }),
                    tableName: "table")
            }
            let (known, made) = (try found(together, .float64), try found(apart, strategy))
            #expect(Array(made.table.rows.elements) == Array(known.table.rows.elements))
            #expect(Array(made.squaredDistances.elements) == Array(known.squaredDistances.elements))
        }
    }
}
