import BallastCore
public import BallastFormats

/// What `plan` prints: the output as far as it is known before any neighbour is looked for.
public struct Forecast: Codable, Sendable {
    /// The files that were read.
    public var inputs: [InputFile]
    /// Its name, as `method.kind` has it.
    public var method: String
    /// In the order of their codes.
    public var classes: [ClassForecast]
    /// Rows of each part.
    public var rows: [String: Int64]
    /// How many files each part has.
    public var shards: [String: Int]
    /// Before compression.
    public var bytes: Int64
    /// Peak resident memory, estimated.
    public var memory: Int64
    /// Wall time, estimated from what reading took and from the speed of the other stages on one machine: right within
    /// a factor of a few.
    public var seconds: Double
    /// What the user should know, in words.
    public var notices: [String]

    /// One class; counts are training rows.
    public struct ClassForecast: Codable, Sendable {
        public var name: String
        /// Rows of the input.
        public var before: Int64
        /// Rows of the output by the class of their base; an upper bound where guards or label mass decide later.
        public var after: Int64
        /// `tr Cov(added rows) / tr Cov(rows)` as expected; nil where it is not asked for or not known. See
        /// ``VarianceRatio``.
        public var varianceRatio: Double?
    }

    /// - Parameter readSeconds: what reading the inputs took.
    init(_ recipe: Recipe, _ preparation: Preparation, resources: Resources, readSeconds: Double) throws {
        let population = preparation.population
        let design = try OutputDesign(recipe, population)
        // Without the guards' verdicts, which take the whole search: an upper bound.
        let after = preparation.plannedCounts(
            originals: recipe.output.originals, nil, quotas: preparation.mostQuotas)
        inputs = try preparation.inputs()
        method = recipe.method.kind
        classes = population.classNames.indices.map {
            ClassForecast(name: population.classNames[$0], before: preparation.countsBefore[$0], after: after[$0])
        }
        let originals = recipe.output.originals ? population.training.count : 0
        rows = [
            "train": Int64(originals) + preparation.mostQuotas.reduce(0, +),
            "validation": Int64(population.validation.count), "test": Int64(population.test.count),
        ].filter { $0.value > 0 }
        shards = rows.mapValues { ShardCut(rowCount: Int($0), rowsPerShard: design.rowsPerShard).shardCount }
        bytes = Int64(clamping: rows.values.reduce(Int128(0)) { $0 + Int128($1) * Int128(design.layout.bytesPerRow) })
        let plan = preparation.memory
        memory = Int64(plan.isDirect ? plan.direct : max(plan.scattered, plan.limit))
        try plan.check()
        let threads = Double(resources.threads)
        seconds =
            readSeconds + preparation.comparedElements / (Self.elementsPerSecond * threads)
            + Double(bytes) / (Self.bytesPerSecond(compression: recipe.output.compression) * threads)
        notices =
            preparation.notices.notices.map(\.text)
            + (preparation.mostQuotas == preparation.quotas
                ? []
                : ["balance.by mass: rows are upper bounds; how many it takes is known once neighbours are"])
            + (preparation.guards.isEmpty
                ? []
                : ["the rows after are upper bounds: the guards may refuse synthetic rows, which are not replaced"])
    }

    /// Elements of pairs of rows that a thread compares in a second, and bytes that it packs: measured, rounded down.
    private static let elementsPerSecond = 5e10

    private static func bytesPerSecond(compression: Int) -> Double {
        switch compression {
        case 0: 4e8
        case 1: 2e8
        default: 4e7
        }
    }
}

extension Preparation {
    /// Rows that look for neighbours × rows among which they look × columns.
    fileprivate var comparedElements: Double {
        let width = search.width + (population.categorical?.width ?? 0)
        let all = Double(population.training.count)
        let added = Double(mostQuotas.reduce(0, +)) * all * Double(width)
        let judged = guards.isEmpty ? 0 : added
        let labelled = labelRules.filter(\.looksAtRows).reduce(0.0) { sum, _ in sum + added }
        return population.counts.indices.reduce(judged + labelled) { sum, c in
            let isSearched = type(of: method).strata == .everything || quotas[c] > 0
            let rows = Double(population.count(of: c))
            return switch type(of: method).search {
            case .none: sum
            case _ where !isSearched: sum
            case .sameClass, .clusters: sum + rows * rows * Double(width)
            default: sum + rows * all * Double(width)
            }
        }
    }

    /// Rows of each class by the class of their base, originals included where they are written, without those that
    /// the guards refuse.
    ///
    /// - Parameter quotas: nil: those of the preparation.
    func plannedCounts(
        originals: Bool, _ verdicts: CandidateVerdicts?, quotas: [Int64]? = nil
    ) -> [Int64] {
        let counts = population.counts
        let added = method.addedRows(quotas: quotas ?? self.quotas, counts: counts)
        let refused = verdicts?.tally.droppedOfClass ?? counts.map { _ in 0 }
        return counts.indices.map { (originals ? counts[$0] : 0) + added[$0] - refused[$0] }
    }

    /// What the manifest says of the guards.
    func outcome(of verdicts: CandidateVerdicts?) -> Manifest.GuardOutcome? {
        verdicts.map { Manifest.GuardOutcome($0.tally, kinds: guards.map(\.kind)) }
    }
}
