import BallastCore
import BallastFormats

/// Everything that is known before a neighbour is looked for: rows by class and part, weights, quotas.
struct Preparation: Sendable {
    private(set) var population: Population
    /// The files that were read.
    let files: [ReadFile]
    /// Training rows of each class before any of them was dropped; ``population`` holds those that are left.
    let countsBefore: [Int64]
    /// The training rows that were dropped; nil where the recipe drops none.
    private(set) var dropped: Manifest.DroppedRows?
    /// Synthetic rows of each stratum of the method, before guards.
    private(set) var quotas: [Int64]
    /// Whether ``quotas`` are what is made; not so before neighbours are known where the goal is label mass.
    private(set) var quotasAreFinal: Bool
    let notices: NoticeLog
    let method: any SynthesisMethod
    let weighting: RowWeighting
    let labelRules: [any LabelRule]
    let search: SearchDesign
    let selection: OriginalSelection
    /// Those that judge synthetic rows.
    let guards: [Recipe.Guard]
    /// Of each numeric element in a distance between the features themselves.
    private(set) var weights: [Double] = []
    private let resources: Resources

    /// What the rest of the run asks of memory.
    private var demand: MemoryDemand

    /// How output is made by passes; nil where all rows are at hand. Decided once: whether the method keeps inverses follows
    /// from it, and they are asked for when rows are written.
    private(set) var scatter: ShareScatter.Design?

    /// How much memory the rest of the run takes.
    var memory: MemoryPlan { MemoryPlan(demand, resources: resources) }

    /// - Throws: ``MemoryShortage`` before any list of rows is made; what the rows do not allow.
    init(
        _ table: InputTable, recipe: Recipe, storage: any Storage, resources: Resources, notices: NoticeLog,
        searches: SearchLog
    ) throws {
        for notice in table.notices { notices.add(notice.text) }
        try Self.check(table)
        var table = table
        let parts = try PartAssignment(
            table: table, split: recipe.split, imbalance: recipe.imbalance, missing: recipe.input.missing,
            seed: recipe.seed, storage: storage, notices: notices
        ).parts()
        countsBefore = Population.trainingCounts(table.labels, parts, classCount: table.classes.count)
        method = recipe.method.settings
        weighting = recipe.weights.kind
        labelRules = recipe.labelRules
        search = try SearchDesign(
            recipe.distance, features: table.features, embedding: table.embedding, method: method, notices: notices)
        if let setting = recipe.distance.settingElsewhere, labelRules.contains(where: { $0.looksAtRows }) {
            notices.add("neighbor-posterior compares the columns themselves: distance.\(setting) has no effect on it")
        }
        selection = OriginalSelection(recipe)
        guards = recipe.guards.filter(\.settings.applyTo.includesSynthetic)
        let plan = { (counts: [Int64], notices: NoticeLog) in
            try recipe.balance.target.quotas(
                type(of: recipe.method.settings).strata, counts: counts, classNames: table.classes, notices: notices)
        }
        quotas = selection.isEmpty ? try plan(countsBefore, notices) : countsBefore.map { _ in 0 }
        quotasAreFinal = recipe.balance.by == .rows
        demand = MemoryDemand(
            table, parts: parts, counts: countsBefore, recipe: recipe, search: search, selection: selection)
        // Rows that are yet to be dropped have no quotas; what will be asked for is known closely enough.
        let expected =
            selection.isEmpty
            ? quotas : try plan(selection.expectedCounts(countsBefore, classNames: table.classes), NoticeLog())
        demand.setQuotas(expected, areFinal: quotasAreFinal)
        self.notices = notices
        self.resources = resources
        files = table.files
        let memory = MemoryPlan(demand, resources: resources)
        try memory.check()
        // Before the first pass over the rows: it is to leave no more of them behind than fits.
        if !memory.isDirect { table.features = table.features?.droppingPages() }
        population = try Population(
            features: table.features, categorical: table.categorical, columns: table.columns, labels: table.labels,
            classNames: table.classes, parts: parts, counts: countsBefore, dropsPages: !memory.isDirect,
            storage: storage)
        population.features = try Self.complete(population, recipe, storage)
        try method.check(population)
        weights = try Self.weights(population, search.featureScale, resources.threads)
        if !selection.isEmpty { try select(recipe, storage, searches, plan) }
        scatter = self.memory.isDirect ? nil : self.memory.scatter
    }

    /// Drops originals; scaling, quotas and all that comes after see those that are left.
    private mutating func select(
        _ recipe: Recipe, _ storage: any Storage, _ searches: SearchLog,
        _ plan: ([Int64], NoticeLog) throws -> [Int64]
    ) throws {
        let context = SynthesisContext(
            population: population, weights: weights, quotas: quotas, seed: recipe.seed, storage: storage,
            threads: resources.threads, notices: notices, searches: searches)
        let selected = try selection.select(context)
        (population, dropped) = (selected.population, selected.dropped)
        // A class that had rows above its target gets none made, even where a rule keeps fewer than the target.
        settle(
            zip(try plan(population.counts, notices), selected.wasAbove).map { $1 ? 0 : $0 }, areFinal: quotasAreFinal)
        demand.counts = population.counts
        if !memory.isDirect { population.features = population.features?.droppingPages() }
        weights = try Self.weights(population, search.featureScale, resources.threads)
    }

    /// The files that were read, whose digests are waited for.
    ///
    /// - Throws: `InputError` when a file could not be hashed, or changed while it was read.
    func inputs() throws -> [InputFile] { try files.map { try $0.hashed() } }

    mutating func settle(_ quotas: [Int64], areFinal: Bool = true) {
        (self.quotas, quotasAreFinal) = (quotas, areFinal)
        demand.setQuotas(quotas, areFinal: areFinal)
    }

    /// Rows to add to each stratum at most.
    var mostQuotas: [Int64] { demand.mostQuotas }

    /// What label rules that look at rows compare them with.
    func labelReferences(_ storage: any Storage, _ searches: SearchLog? = nil) -> LabelReferences {
        LabelReferences(
            population: population, weights: weights, storage: storage, threads: resources.threads, notices: notices,
            searches: searches ?? SearchLog(wanted: resources.neighbors))
    }

    private static func check(_ table: InputTable) throws {
        let place = table.files.first?.path ?? "input"
        guard table.rowCount > 0 else { throw InputError(place, "there is no data row; at least two are needed") }
        guard table.features != nil || table.categorical != nil else {
            throw InputError(
                place, "there is no feature column; every column is a label, steers the split or is left out")
        }
        guard table.classes.count > 1 else {
            throw InputError(
                place,
                "all rows are of class '\(table.classes.first ?? "")'; there is nothing to balance, at least two classes are needed"
            )
        }
    }

    /// No value missing any more, elements as the output wants them.
    private static func complete(_ population: Population, _ recipe: Recipe, _ storage: any Storage) throws -> RowStore?
    {
        guard var features = population.features else { return nil }
        if let imputation = recipe.input.missing.imputation, features.elementType == .float32,
            population.columns.isEmpty
                || population.columns.contains(where: { $0.kind != .categorical && $0.missing > 0 })
        {
            features = try imputation.fill(
                features, columns: population.columns.filter { $0.kind != .categorical },
                training: population.training, storage: storage)
        }
        return switch recipe.output.element {
        case .auto: features
        case .float32: try features.converted(to: .float32, storage: storage)
        case .uint8: try features.converted(to: .uint8, storage: storage)
        }
    }

    private static func weights(_ population: Population, _ scaling: Scaling, _ threads: Int) throws -> [Double] {
        guard let features = population.features else { return [] }
        if scaling == .none { return [Double](repeating: 1, count: features.width) }
        return scaling.weights(try ColumnStatistics(of: features, rows: population.training, threads: threads))
    }
}

extension MissingPolicy {
    var imputation: Imputation? {
        switch self {
        case .mean: .mean
        case .median: .median
        case .mostFrequent: .mostFrequent
        case .error, .drop: nil
        }
    }
}
