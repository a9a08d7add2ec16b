import BallastCore
import Testing

@Suite("What imbalanced-learn and scikit-learn say of the parts of the SMOTE family")
struct ReferenceFamilyTests {
    struct Surroundings: Decodable {
        let values: [UInt32]
        let labels: [Int32]
        let width, m: Int
        let danger, noise: [Int64]
    }

    @Test("rows in danger and noise are those of imbalanced-learn")
    func surroundings() throws {
        let cases = try ReferenceVectors.cases("family", "surroundings", as: Surroundings.self)
        #expect(cases.count == 4)
        for known in cases {
            let context = try context(known.values, known.labels, width: known.width)
            let population = context.population
            let foreign = try ForeignNeighbors(
                context, ofClasses: Array(1..<population.classCount), m: known.m)
            let positions = population.classStarts[1]..<population.training.count
            let rows = { (positions: [Int]) in positions.map { population.classRows[$0] } }
            #expect(rows(positions.filter(foreign.isInDanger)) == known.danger)
            #expect(rows(positions.filter(foreign.isNoise)) == known.noise)
        }
    }

    struct ForeignShares: Decodable {
        let values: [UInt32]
        let labels: [Int32]
        let width, k, roundedTotal: Int
        let total: Int64
        let rows, shares: [Int64]
    }

    @Test("adasyn uses each base as its foreign share says, to the exact total")
    func adasyn() throws {
        let cases = try ReferenceVectors.cases("family", "foreign_shares", as: ForeignShares.self)
        #expect(cases.contains { $0.roundedTotal != Int($0.total) }, "imbalanced-learn misses its totals by rounding")
        for known in cases {
            let classes = Int(known.labels.max() ?? 0) + 1
            let context = try context(
                known.values, known.labels, width: known.width,
                quotas: (0..<classes).map { $0 == 1 ? known.total : 0 })
            let sampler = try ADASYN.with { $0.neighbors = known.k }.prepare(context)
            var uses: [Int64: Int64] = [:]
            for number in 0..<known.total {
                uses[sampler.blend(Candidate(stratum: 1, number: number)).base, default: 0] += 1
            }
            #expect(known.rows.map { uses[$0] ?? 0 } == known.shares)
        }
    }

    struct Centers: Decodable {
        let values: [UInt32]
        let width, count: Int
        let centers: [Hexadecimal]
    }

    @Test("k-means finds the centres of groups that lie apart, with any seed and any number of threads")
    func centers() throws {
        let cases = try ReferenceVectors.cases("family", "centers", as: Centers.self)
        #expect(cases.count == 3)
        for known in cases {
            let store = RowStore(bits: known.values, width: known.width)
            let sample = RowSample(store, rows: (0..<Int64(store.count)).map { $0 })
            let ones = [Double](repeating: 1, count: known.width)
            let found = try KMeans(sample, weights: ones, count: known.count, seed: 4, threads: 1)
            let again = try KMeans(sample, weights: ones, count: known.count, seed: 4, threads: 3)
            #expect(again.centers == found.centers)
            let rows = (0..<found.count).map { Array(found.centers[$0 * known.width..<($0 + 1) * known.width]) }
            let sorted = rows.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
            #expect(zip(sorted, known.centers).allSatisfy { abs($0 - $1.value) < 1e-8 }, "\(sorted)")
        }
    }

    struct Weights: Decodable {
        let values: [UInt32]
        let width: Int
        let sizes: [Int]
        let weights: [Hexadecimal]
    }

    @Test("clusters weigh what imbalanced-learn gives them")
    func weights() throws {
        let cases = try ReferenceVectors.cases("family", "cluster_weights", as: Weights.self)
        #expect(cases.count == 3)
        for known in cases {
            let space = NeighborSpace(
                features: RowStore(bits: known.values, width: known.width),
                weights: [Double](repeating: 1, count: known.width))
            var first: Int64 = 0
            let distances = try known.sizes.map { size in
                defer { first += Int64(size) }
                let rows = StoredArray((first..<first + Int64(size)).map { $0 })
                return try ClusterWeights.meanDistance(of: rows, in: space, key: 1, threads: 2)
            }
            let found = ClusterWeights.weights(
                sizes: known.sizes, meanDistances: distances, exponent: Double(known.width))
            #expect(zip(found, known.weights).allSatisfy { abs($0 - $1.value) < 1e-11 }, "\(found)")
        }
    }

    struct Margins: Decodable {
        let values: [UInt32]
        let labels: [Int32]
        let width: Int
        let penalty: Double
        let support: [Int64]
        let margins: [Hexadecimal]
    }

    @Test("the linear machine has liblinear's margins and support rows")
    func margins() throws {
        let cases = try ReferenceVectors.cases("family", "margins", as: Margins.self)
        #expect(cases.count == 4 && cases.contains { $0.support.count < $0.margins.count })
        for known in cases {
            let store = RowStore(bits: known.values, width: known.width)
            let statistics = try ColumnStatistics(of: store, rows: .all(store.count), threads: 1)
            let weights = Scaling.standard.weights(statistics)
            let context = try context(known.values, known.labels, width: known.width, weights: weights)
            let population = context.population
            let support = try SupportRows(context, ofClasses: [1], penalty: known.penalty)
            let positions = population.classStarts[1]..<population.classStarts[2]
            #expect(positions.filter { support[$0] }.map { population.classRows[$0] } == known.support)

            let rows = { (c: Int) in RowSample(store, rows: Array(population.rows(ofClass: c).elements)) }
            let machine = { (threads: Int) in
                try LinearMargin(
                    own: rows(1), others: rows(0), statistics: statistics, weights: weights, penalty: known.penalty,
                    threads: threads)
            }
            let (one, three) = (try machine(1), try machine(3))
            for (row, margin) in zip(population.rows(ofClass: 1).elements, known.margins) {
                let values = (0..<known.width).map {
                    Double(Float(bitPattern: known.values[Int(row) * known.width + $0]))
                }
                #expect(abs(one.value(values) - margin.value) < 1e-5)
                #expect(one.value(values) == three.value(values))
            }
        }
    }

    private func context(
        _ values: [UInt32], _ labels: [Int32], width: Int, weights: [Double]? = nil, quotas: [Int64]? = nil
    ) throws -> SynthesisContext {
        let classes = Int(labels.max() ?? 0) + 1
        let population = try Population(
            features: RowStore(bits: values, width: width), categorical: nil,
            columns: (0..<width).map { Column(name: "x\($0)", kind: .numeric) }, labels: StoredArray(labels),
            classNames: (0..<classes).map { "c\($0)" }, parts: nil, storage: MemoryStorage())
        return SynthesisContext(
            population: population, weights: weights ?? [Double](repeating: 1, count: width),
            quotas: quotas ?? [Int64](repeating: 1, count: classes), seed: 8, storage: MemoryStorage(), threads: 2)
    }
}
