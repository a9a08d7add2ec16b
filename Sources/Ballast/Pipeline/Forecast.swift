import BallastCore
public import BallastFormats

/// What `plan` prints: the output as far as it is known before any neighbour is looked for.
public struct Forecast: Codable, Sendable {
    public var inputs: [InputFile]
    public var method: String
    public var classes: [ClassForecast]
    /// Rows of each part.
    public var rows: [String: Int64]
    public var shards: [String: Int]
    /// Before compression.
    public var bytes: Int64
    /// Peak resident memory, estimated.
    public var memory: Int64
    public var notices: [String]

    public struct ClassForecast: Codable, Sendable {
        public var name: String
        public var before: Int64
        public var after: Int64
    }

    init(_ recipe: Recipe, _ preparation: Preparation, _ resources: Resources) throws {
        let population = preparation.population
        let design = try OutputDesign(recipe, population)
        let after = preparation.plannedCounts(originals: recipe.output.originals)
        inputs = preparation.inputs
        method = recipe.method.kind
        classes = population.classNames.indices.map {
            ClassForecast(name: population.classNames[$0], before: population.count(of: $0), after: after[$0])
        }
        let originals = recipe.output.originals ? population.training.count : 0
        rows = [
            "train": Int64(originals) + preparation.quotas.reduce(0, +),
            "validation": Int64(population.validation.count), "test": Int64(population.test.count),
        ].filter { $0.value > 0 }
        shards = rows.mapValues { ShardCut(rowCount: Int($0), rowsPerShard: design.rowsPerShard).shardCount }
        bytes = rows.values.reduce(0) { $0 + $1 * Int64(design.layout.bytesPerRow) }
        memory = Int64(Self.fixedMemory) + Int64(population.features.map { $0.count * $0.bytesPerRow } ?? 0)
        notices = preparation.notices.notices.map(\.text)
    }

    /// The program, its libraries and a few chunks per thread, as measured.
    private static let fixedMemory = 48 << 20
}

extension Preparation {
    /// Rows of each class by the class of their base, originals included where they are written.
    func plannedCounts(originals: Bool) -> [Int64] {
        let counts = population.counts
        let added = method.addedRows(quotas: quotas, counts: counts)
        return zip(counts, added).map { (originals ? $0 : 0) + $1 }
    }
}
