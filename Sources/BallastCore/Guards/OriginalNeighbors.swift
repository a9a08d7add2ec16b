/// The k nearest originals of each original, with their distances.
struct OriginalNeighbors: Sendable {
    private let population: Population
    /// Per class; nil where it was not asked for or a row has no other row.
    private let results: [NeighborResult?]

    /// - Parameter classes: whose rows are asked about; nil: all.
    init(_ context: SynthesisContext, k: Int, ofClasses classes: [Int]? = nil) throws {
        let population = context.population
        self.population = population
        let all = StoredArray((0..<population.training.count).map { Int64(population.training[$0]) })
        results = try (0..<population.classCount).map { c in
            guard all.count > 1, classes?.contains(c) ?? true, population.count(of: c) > 0 else { return nil }
            return try context.search(
                k: k, of: population.rows(ofClass: c), among: all, in: try context.space(ofClass: c),
                tableName: context.tableName("originals-\(c)"))
        }
    }

    /// Nearest first; nil for a row that is no training row of the classes asked for.
    func list(
        of row: Int64
    ) -> (rows: UnsafeBufferPointer<Int64>, squaredDistances: UnsafeBufferPointer<Double>)? {
        let c = Int(population.labels[Int(row)])
        guard let position = population.position(ofTrainingRow: row), let result = results[c] else { return nil }
        let (index, k) = (position - population.classStarts[c], result.table.k)
        return (result.table[index], result.squaredDistances[index * k..<(index + 1) * k])
    }
}
