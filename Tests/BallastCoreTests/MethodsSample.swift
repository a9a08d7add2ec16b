import BallastCore
import Testing

/// A method prepared from a few points.
struct PreparedMethod {
    let population: Population
    let sampler: any Sampler
    let quotas: [Int64]
    let notices: [String]

    init(
        _ method: some SynthesisMethod, rows: [[Float]], labels: [Int32], quotas: [Int64], seed: UInt64 = 3
    ) throws {
        self.quotas = quotas
        let width = rows.first?.count ?? 0
        population = try Population(
            features: RowStore(rows: rows), categorical: nil,
            columns: (0..<width).map { Column(name: "x\($0)", kind: .numeric) }, labels: StoredArray(labels),
            classNames: ["a", "b", "c"].prefix(Int(labels.max() ?? 0) + 1).map(\.self), parts: nil,
            storage: MemoryStorage())
        let log = NoticeLog()
        try method.validate()
        sampler = try method.prepare(
            SynthesisContext(
                population: population, weights: [Double](repeating: 1, count: width), quotas: quotas, seed: seed,
                storage: MemoryStorage(), threads: 1, inverses: true, notices: log))
        notices = log.notices.map(\.text)
    }

    var candidates: [Candidate] {
        quotas.enumerated().flatMap { stratum, quota in
            (0..<quota).map { Candidate(stratum: Int32(stratum), number: $0) }
        }
    }

    var blends: [Blend] { candidates.map(sampler.blend) }

    func label(_ row: Int64) -> Int32 { population.labels[Int(row)] }

    /// The numeric values of candidates' rows.
    func rows(of blends: [Blend], columns: [Column]? = nil) -> [[Float]] {
        guard let features = population.features else { return [] }
        let kernel = BlendKernel(features: features, columns: columns ?? population.columns)
        var values = [Float](repeating: .nan, count: blends.count * features.width)
        blends.withUnsafeBufferPointer { blends in
            values.withUnsafeMutableBytes { bytes in
                if let start = bytes.baseAddress { kernel.compose(blends, points: sampler.points, into: start) }
            }
        }
        return blends.indices.map { Array(values[$0 * features.width..<($0 + 1) * features.width]) }
    }

    /// How often each row is what `role` says.
    func uses(_ role: KeyPath<Blend, Int64>) -> [Int64: Int] {
        blends.reduce(into: [:]) { $0[$1[keyPath: role], default: 0] += 1 }
    }

    /// Whether the inverses list exactly the candidates that need a row, each once.
    func expectInverses(_ location: SourceLocation = #_sourceLocation) {
        let all = Array(zip(candidates, blends))
        for row in 0..<Int64(population.rowCount) {
            var (bases, partners): ([Candidate], [Candidate]) = ([], [])
            sampler.forEachCandidate(withBase: row) { bases.append($0) }
            sampler.forEachCandidate(withPartner: row) { partners.append($0) }
            #expect(sorted(bases) == all.filter { $1.base == row }.map(\.0), "base \(row)", sourceLocation: location)
            let needing = all.filter { $1.partner == row && $1.base != row }.map(\.0)
            #expect(sorted(partners) == needing, "partner \(row)", sourceLocation: location)
        }
    }

    private func sorted(_ candidates: [Candidate]) -> [Candidate] {
        candidates.sorted { ($0.stratum, $0.number) < ($1.stratum, $1.number) }
    }
}

/// Points that look random, class after class.
func scatteredRows(_ counts: [Int], width: Int = 2) -> (rows: [[Float]], labels: [Int32]) {
    var state: UInt32 = 2_463_534_242
    let rows = (0..<counts.reduce(0, +)).map { _ in
        (0..<width).map { _ in
            state ^= state << 13
            state ^= state >> 17
            state ^= state << 5
            return Float(state >> 8) * 0x1p-20
        }
    }
    return (rows, counts.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1) })
}

/// What a method says of a setting that it refuses.
func refusal(_ method: some SynthesisMethod) -> SettingError? {
    do {
        try method.validate()
        return nil
    } catch {
        return error as? SettingError
    }
}

extension SynthesisMethod {
    /// The defaults, changed.
    static func with(_ change: (inout Self) -> Void) -> Self {
        var method = Self()
        change(&method)
        return method
    }
}

extension PreparedMethod {
    /// Rows of other classes among the k nearest of each row, by brute force.
    func foreignNeighbors(_ rows: [[Float]], k: Int) -> [Int] {
        rows.indices.map { row in
            nearest(to: row, in: rows, among: Array(rows.indices)).prefix(k).count { label($0) != label(Int64(row)) }
        }
    }

    /// The others by distance, ties by number.
    func nearest(to row: Int, in rows: [[Float]], among others: [Int]) -> [Int64] {
        let distance = { (other: Int) in zip(rows[row], rows[other]).reduce(0.0) { $0 + pow2(Double($1.0 - $1.1)) } }
        return others.filter { $0 != row }.sorted { (distance($0), $0) < (distance($1), $1) }.map(Int64.init)
    }

    private func pow2(_ x: Double) -> Double { x * x }
}
