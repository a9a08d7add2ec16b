import BallastCore
import Testing

/// A small population of some kind, for the contract suites.
struct SamplePopulation: Sendable, CustomTestStringConvertible {
    let name: String
    let population: Population

    var testDescription: String { name }

    static let all: [SamplePopulation] = [
        numeric, tinyClasses, identicalRows, mixed, nominalOnly, images, bytes,
    ]

    /// Three classes; rows of all parts lie between each other.
    static let numeric = SamplePopulation(
        "three numeric columns", labels: repeated([0: 40, 1: 13, 2: 7]), features: { .floats($0, width: 3) },
        parts: { $0 % 7 == 3 ? .validation : $0 % 11 == 5 ? .test : $0 == 8 ? .dropped : .train })
    static let tinyClasses = SamplePopulation(
        "classes of 1 and 2 rows", labels: repeated([0: 12, 1: 1, 2: 2]), features: { .floats($0, width: 2) })
    static let identicalRows = SamplePopulation(
        "a class of equal rows", labels: repeated([0: 9, 1: 5]),
        features: { count in RowStore(rows: (0..<count).map { $0 < 9 ? [Float($0), Float($0 * $0)] : [2, 3] }) })
    static let mixed = SamplePopulation(
        "numeric and nominal columns", labels: repeated([0: 21, 1: 9]), features: { .floats($0, width: 4) },
        nominal: 3)
    static let nominalOnly = SamplePopulation(
        "nominal columns only", labels: repeated([0: 17, 1: 6, 2: 1]), features: { _ in nil }, nominal: 2)
    static let images = SamplePopulation(
        "rows of shape 2 × 3", labels: repeated([0: 11, 1: 6]), features: { .wholeNumbers($0, UInt8.self, [2, 3]) })
    static let bytes = SamplePopulation(
        "whole numbers with many ties", labels: repeated([0: 24, 1: 10]),
        features: { .wholeNumbers($0, Int16.self, [2], below: 4) })

    /// For methods that need images.
    static let pictures: [SamplePopulation] = [
        SamplePopulation(
            "images of 9 × 7 × 2", labels: repeated([0: 23, 1: 6, 2: 1]),
            features: { .wholeNumbers($0, UInt8.self, [9, 7, 2]) }, parts: { $0 % 6 == 4 ? .test : .train }),
        SamplePopulation(
            "images of 6 × 8", labels: repeated([0: 12, 1: 5]), features: { .wholeNumbers($0, Int32.self, [6, 8]) }),
    ]

    /// Those that a method can be prepared from.
    static func all(for method: any SynthesisMethod.Type) -> [SamplePopulation] {
        method.rowForm == .images ? pictures : all
    }

    private init(
        _ name: String, labels: [Int32], features: (Int) -> RowStore?, nominal: Int = 0,
        parts: ((Int) -> Part)? = nil
    ) {
        self.name = name
        let count = labels.count
        let store = features(count)
        var random = SequenceGenerator(seed: 77)
        let codes = (0..<count * nominal).map { _ in Int32(random.next() % 4) - 1 }
        let columns =
            store?.rowShape.count == 1
            ? (0..<(store?.width ?? 0)).map { Column(name: "x\($0)", kind: .numeric) } : []
        do {
            population = try Population(
                features: store, categorical: nominal > 0 ? CodeStore(codes: StoredArray(codes), width: nominal) : nil,
                columns: columns, labels: StoredArray(labels),
                classNames: (0...Int(labels.max() ?? 0)).map { "c\($0)" },
                parts: parts.map { part in StoredArray((0..<count).map { part($0).rawValue }) },
                storage: MemoryStorage())
        } catch {
            preconditionFailure("plain memory throws nothing: \(error)")
        }
    }

    /// Labels class after class.
    private static func repeated(_ counts: [Int32: Int]) -> [Int32] {
        counts.sorted { $0.key < $1.key }.flatMap { [Int32](repeating: $0.key, count: $0.value) }
    }

    /// The prepared sampler of a method with its default settings, so many candidates that every row is a base often.
    func prepare(_ method: String, seed: UInt64 = 5, threads: Int = 1, notices: NoticeLog = NoticeLog()) throws
        -> Prepared
    {
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        let counts = population.counts
        let quotas =
            type.strata == .everything
            ? [2 * counts.reduce(0, +) + 3] : counts.enumerated().map { 3 * $1 + Int64($0) + 20 }
        let context = SynthesisContext(
            population: population, weights: try weights(), quotas: quotas, seed: seed, storage: MemoryStorage(),
            threads: threads, inverses: true, notices: notices)
        return Prepared(population: population, context: context, sampler: try type.init().prepare(context))
    }

    private func weights() throws -> [Double] {
        guard let features = population.features else { return [] }
        return Scaling.standard.weights(try ColumnStatistics(of: features, rows: population.training, threads: 1))
    }
}

struct Prepared: Sendable {
    let population: Population
    let context: SynthesisContext
    let sampler: any Sampler

    var candidates: [Candidate] {
        context.quotas.enumerated().flatMap { stratum, quota in
            (0..<quota).map { Candidate(stratum: Int32(stratum), number: $0) }
        }
    }

    var blends: [Blend] { candidates.map(sampler.blend) }

    var trainingRows: Set<Int64> { Set((0..<population.training.count).map { Int64(population.training[$0]) }) }
}

/// Repeatable numbers for test data; nothing of the tool draws from it.
struct SequenceGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension RowStore {
    static func floats(_ count: Int, width: Int) -> RowStore {
        var random = SequenceGenerator(seed: UInt64(count * width))
        return RowStore(
            rows: (0..<count).map { _ in (0..<width).map { _ in Float.random(in: -3...3, using: &random) } })
    }

    static func wholeNumbers<Element: RowElement & FixedWidthInteger>(
        _ count: Int, _ type: Element.Type, _ shape: [Int], below bound: UInt64 = 200
    ) -> RowStore {
        var random = SequenceGenerator(seed: UInt64(count))
        let values = (0..<count * shape.reduce(1, *)).map { _ in Element(random.next() % bound) }
        return RowStore(
            elementType: Element.elementType, rowShape: shape, count: count, region: StoredArray(values).region)
    }
}
