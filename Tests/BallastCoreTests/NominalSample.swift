import BallastCore
import Testing

/// Nominal rows and what methods make of them.
struct NominalSample {
    let population: Population
    let codes: CodeStore

    /// - Parameters:
    ///   - rows: codes, −1 for missing.
    ///   - parts: of each row; nil: all are for training.
    init(_ rows: [[Int32]], labels: [Int32], numeric: [[Float]]? = nil, parts: [Part]? = nil) throws {
        codes = CodeStore(codes: StoredArray(rows.flatMap { $0 }), width: rows[0].count)
        let numbers = (0..<(numeric?[0].count ?? 0)).map { Column(name: "x\($0)", kind: .numeric) }
        let values = rows[0].indices.map { Column(name: "n\($0)", kind: .categorical) }
        population = try Population(
            features: numeric.map { RowStore(rows: $0) }, categorical: codes, columns: numbers + values,
            labels: StoredArray(labels), classNames: (0...Int(labels.max() ?? 0)).map { "c\($0)" },
            parts: parts.map { StoredArray($0.map(\.rawValue)) }, storage: MemoryStorage())
    }

    func prepare(
        _ method: some SynthesisMethod, quotas: [Int64], seed: UInt64 = 1, threads: Int = 1,
        notices: NoticeLog = NoticeLog()
    ) throws -> any Sampler {
        let width = population.features?.width ?? 0
        return try method.prepare(
            SynthesisContext(
                population: population, weights: [Double](repeating: 1, count: width), quotas: quotas, seed: seed,
                storage: MemoryStorage(), threads: threads, inverses: true, notices: notices))
    }

    /// The nominal values of blends' rows.
    func values(of blends: [Blend], _ sampler: any Sampler) -> [[Int32]] {
        var made = [Int32](repeating: -9, count: blends.count * codes.width)
        blends.withUnsafeBufferPointer { blends in
            made.withUnsafeMutableBufferPointer { made in
                if let start = made.baseAddress {
                    NominalKernel(codes: codes).compose(blends, sampler: sampler, into: start)
                }
            }
        }
        return blends.indices.map { Array(made[$0 * codes.width..<($0 + 1) * codes.width]) }
    }
}
