/// Brings the original training rows before guards, before anything is made from them.
///
/// All verdicts are computed on all training rows, then applied. A class can lose all its rows; the smallest does not, where
/// guards spare it.
public struct OriginalCleaning: Sendable {
    private let guards: [any RowGuard]

    /// - Parameter guards: those that judge originals.
    public init(_ guards: [any RowGuard]) { self.guards = guards }

    /// Marks the rows that go with 1.
    ///
    /// - Parameter marks: one for each input row.
    /// - Complexity: one neighbour search of all training rows among themselves, beside those of the guards.
    public func clean(_ context: SynthesisContext, in marks: StoredArray<UInt8>) throws {
        let population = context.population
        guard let reach = guards.map(\.reach).max(), population.training.count > 1 else { return }
        let judges = try guards.map { try $0.prepare(context) }
        let nearest = try OriginalNeighbors(context, k: reach)
        let smallest = Int32(context.smallestClass)
        let distances = try (0..<population.classCount).map {
            RowDistance(in: try context.space(ofClass: $0), kernels: .automatic)
        }
        try Parallel.forEachChunk(of: population.training.count, size: 1024, threads: context.threads) { indices in
            for index in indices {
                let original = Int64(population.training[index])
                let label = population.labels[Int(original)]
                guard let list = nearest.list(of: original) else { continue }
                let row = JudgedRow(
                    original: original, label: label, nearest: list.rows, squaredDistances: list.squaredDistances
                ) { distances[Int(label)].squared(original, $0) }
                let isRefused = zip(guards, judges).contains { entry, judge in
                    !(entry.spareMinority && label == smallest) && judge.refuses(row)
                }
                if isRefused { marks[Int(original)] = 1 }
            }
        }
    }
}
