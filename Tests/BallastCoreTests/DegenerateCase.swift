import BallastCore
import Testing

/// One row of the matrix of degenerate inputs: classes too small, too alike or too far apart, in rows of any shape.
struct DegenerateCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// Training rows of each class.
    let counts: [Int]
    let pattern: Pattern
    /// Candidates of each class; nil: more than twice its rows.
    var quotas: [Int64]?

    var testDescription: String { name }

    /// What the values look like.
    enum Pattern: Sendable {
        case scattered
        /// The rows of the last class are all the same.
        case equalClass
        case equalRows
        /// All columns but the last; nominal columns are missing throughout.
        case constantColumns
        /// No row has a foreign one near it.
        case farApart
        /// Each row of the last class stands alone in a crowd of the first.
        case surrounded
        /// Each row of the last class has a twin in the first.
        case twins
        /// Near the ends of float32.
        case huge
    }

    /// What a row is made of.
    enum Shape: String, CaseIterable, Sendable {
        case numeric, integer, mixed, nominal, image
    }

    static let all: [DegenerateCase] = [
        DegenerateCase(
            name: "a class without training rows", counts: [9, 0, 4], pattern: .scattered, quotas: [0, 0, 11]),
        DegenerateCase(name: "a class of 1 row", counts: [9, 1], pattern: .scattered),
        DegenerateCase(name: "a class of 2 rows", counts: [9, 2], pattern: .scattered),
        DegenerateCase(name: "a class of fewer than k + 1 rows", counts: [9, 4], pattern: .scattered),
        DegenerateCase(name: "fewer rows than k in all", counts: [2, 2], pattern: .scattered),
        DegenerateCase(name: "a single row", counts: [1], pattern: .scattered),
        DegenerateCase(name: "one row in each class", counts: [1, 1, 1], pattern: .scattered),
        DegenerateCase(name: "one class only", counts: [8], pattern: .scattered),
        DegenerateCase(name: "a class of equal rows", counts: [9, 12], pattern: .equalClass),
        DegenerateCase(name: "nothing but equal rows", counts: [9, 7], pattern: .equalRows),
        DegenerateCase(name: "constant columns", counts: [9, 5], pattern: .constantColumns),
        DegenerateCase(name: "classes far apart", counts: [14, 12], pattern: .farApart),
        DegenerateCase(name: "every row of a class alone in another", counts: [48, 4], pattern: .surrounded),
        DegenerateCase(name: "twins in another class", counts: [12, 6], pattern: .twins),
        DegenerateCase(name: "a class at its target", counts: [9, 5], pattern: .scattered, quotas: [0, 8]),
        DegenerateCase(name: "no row is asked for", counts: [9, 5], pattern: .scattered, quotas: [0, 0]),
        DegenerateCase(name: "numbers near the ends of float32", counts: [9, 6], pattern: .huge),
    ]

    /// Nothing is wrong with it: a method that refuses it does not take rows of such a shape.
    static let healthy = DegenerateCase(name: "healthy", counts: [14, 9], pattern: .scattered)

    /// The prepared sampler of a method.
    func prepare(_ method: any SynthesisMethod, _ shape: Shape, notices: NoticeLog) throws -> Prepared {
        let population = try population(shape)
        let strata = type(of: method).strata
        let quotas = quotas ?? counts.map { Int64($0 > 0 ? 2 * $0 + 3 : 0) }
        let context = SynthesisContext(
            population: population, weights: try weights(population),
            quotas: strata == .everything ? [quotas.reduce(0, +)] : quotas, seed: 4, storage: MemoryStorage(),
            threads: 2, inverses: true, notices: notices)
        try method.check(population)
        return Prepared(population: population, context: context, sampler: try method.prepare(context))
    }

    private func weights(_ population: Population) throws -> [Double] {
        guard let features = population.features else { return [] }
        return Scaling.standard.weights(try ColumnStatistics(of: features, rows: population.training, threads: 1))
    }

    /// Between the training rows stand rows of the last class that are for testing.
    private func population(_ shape: Shape) throws -> Population {
        let labels = counts.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1) }
        let isTest = { (row: Int) in row % 4 == 3 }
        var (all, values, next) = ([Int32](), [[Float]](), 0)
        while next < labels.count {
            let test = isTest(all.count)
            all.append(test ? Int32(counts.count - 1) : labels[next])
            values.append((0..<16).map { test ? 77 : value(row: next, label: Int(labels[next]), column: $0) })
            next += test ? 0 : 1
        }
        return try Population(
            features: features(shape, values), categorical: codes(shape, values), columns: columns(shape, values),
            labels: StoredArray(all), classNames: counts.indices.map { "c\($0)" },
            parts: StoredArray(all.indices.map { (isTest($0) ? Part.test : .train).rawValue }),
            storage: MemoryStorage())
    }

    /// A whole number of 0 … 199, but for `huge`.
    private func value(row: Int, label: Int, column: Int) -> Float {
        var random = SequenceGenerator(seed: UInt64(row * 16 + column))
        let scattered = Float(random.next() % 200)
        let isLast = label == counts.count - 1
        return switch pattern {
        case .scattered: scattered
        case .equalClass: isLast ? 42 : scattered
        case .equalRows: 42
        case .constantColumns: column % 2 == 1 ? scattered : 42
        case .farApart: (scattered / 20).rounded(.down) + (isLast ? 150 : 0)
        case .surrounded: Float(50 * (row % 4)) + (isLast ? 0 : Float(row / 4 % 3))
        case .twins: Float(row % 12 * 15)
        case .huge: (scattered - 100) * 3.3e36
        }
    }
}

/// The same values as rows of each shape.
extension DegenerateCase {
    private func features(_ shape: Shape, _ values: [[Float]]) -> RowStore? {
        switch shape {
        case .nominal: nil
        case .numeric, .mixed: RowStore(rows: values.map { Array($0.prefix(2)) })
        case .integer: RowStore(rows: values.map { $0.prefix(2).map { $0.rounded() } })
        case .image:
            RowStore(
                elementType: .uint8, rowShape: [4, 4, 1], count: values.count,
                region: StoredArray(values.flatMap { $0.map { UInt8(min(max($0, 0), 255)) } }).region)
        }
    }

    private func codes(_ shape: Shape, _ values: [[Float]]) -> CodeStore? {
        guard shape == .mixed || shape == .nominal else { return nil }
        let codes = values.flatMap { row in
            (2..<4).map { column -> Int32 in
                if pattern == .constantColumns && column % 2 == 0 { return -1 }
                return pattern == .huge ? Int32(column) : Int32(row[column]) % 5
            }
        }
        return CodeStore(codes: StoredArray(codes), width: 2)
    }

    private func columns(_ shape: Shape, _ values: [[Float]]) -> [Column] {
        let numeric = (0..<2).map { j in
            Column(
                name: "x\(j)", kind: shape == .integer ? .integer : .numeric,
                minimum: values.map { Double($0[j]) }.min(), maximum: values.map { Double($0[j]) }.max())
        }
        let nominal = (2..<4).map { Column(name: "x\($0)", kind: .categorical) }
        return switch shape {
        case .image: []
        case .nominal: nominal
        case .mixed: numeric + nominal
        case .numeric, .integer: numeric
        }
    }
}
