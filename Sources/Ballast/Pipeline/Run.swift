import BallastCore
import BallastFormats

/// The stages of one run, each a function of what the one before it made.
struct Run: Sendable {
    let recipe: Recipe
    let resources: Resources
    let storage: any Storage
    let notices: NoticeLog
    let progress: ProgressHandler
    let watch = Stopwatch()
    let searches: PhaseSearches

    init(
        recipe: Recipe, resources: Resources, storage: any Storage, notices: NoticeLog,
        progress: @escaping ProgressHandler
    ) {
        self.recipe = recipe
        self.resources = resources
        self.storage = storage
        self.notices = notices
        self.progress = progress
        searches = PhaseSearches(wanted: resources.neighbors)
    }

    func read(_ request: InputRequest) throws -> InputTable {
        try progress(Progress(.read))
        try requireLabel(request)
        var request = request
        request.workingBytes = resources.unpackingBytes
        var table = try readInput(request, storage: storage, threads: resources.threads)
        if table.classes.isEmpty { throw MissingLabel(columns: table.columns.map(\.name)) }
        if let path = request.embeddingPath {
            let (rows, file) = try readEmbedding(
                path, rowCount: table.rowCount, storage: storage, threads: resources.threads)
            table.embedding = rows
            table.files.append(file)
        }
        return table
    }

    /// Before a large table is read in vain. Standard input can be read but once.
    private func requireLabel(_ request: InputRequest) throws {
        guard request.label == nil, request.labelPaths.isEmpty, !request.paths.contains("-") else { return }
        let columns = try columnNames(of: request)
        if !columns.isEmpty { throw MissingLabel(columns: columns) }
    }

    func prepare(_ table: InputTable) throws -> Preparation {
        try progress(Progress(.prepare))
        return try Preparation(
            table, recipe: recipe, storage: storage, resources: resources, notices: notices, searches: searches.prepare)
    }

    func sampler(for preparation: inout Preparation) throws -> any Sampler {
        try preparation.memory.check()
        try progress(Progress(.neighbors))
        let search = try preparation.search.rows(
            preparation.population, dropsPages: preparation.scatter != nil, storage: storage,
            threads: resources.threads, notices: notices)
        let asked = context(preparation, search, searches.neighbors)
        return try preparation.method.prepare(
            preparation.quotasAreFinal ? asked : try reachingMass(asked, &preparation))
    }

    private func context(
        _ preparation: Preparation, _ search: SearchRows?, _ searches: SearchLog
    ) -> SynthesisContext {
        SynthesisContext(
            population: preparation.population, weights: preparation.weights, search: search,
            quotas: preparation.quotas, seed: recipe.seed, storage: storage, threads: resources.threads,
            inverses: preparation.scatter?.handsOutCandidates ?? false, notices: notices, searches: searches)
    }

    /// What the guards say of every candidate, compared by the features themselves: a synthetic row has no place in an
    /// embedding. Nil without guards of synthetic rows.
    func verdicts(_ preparation: Preparation, _ sampler: any Sampler) throws -> CandidateVerdicts? {
        let guards = preparation.guards
        guard !guards.isEmpty else { return nil }
        let total = preparation.quotas.reduce(0, +)
        let counter = ProgressCounter(.judge, total: Int(total), progress)
        let verdicts = try CandidateJudging(guards.map(\.settings), context(preparation, nil, searches.judge), sampler)
            .run(progress: counter.add)
        let tally = verdicts.tally
        for (c, rows) in tally.droppedOfClass.enumerated() where rows > 0 {
            notices.add(
                "the guards refuse \(rows) synthetic rows of class '\(preparation.population.classNames[c])'; "
                    + "they are not replaced")
        }
        for (entry, rows) in zip(guards, tally.refused) where rows > 0 && entry.settings.drawLimit != nil {
            notices.add(
                "\(rows) of \(tally.judged) synthetic rows are kept though '\(entry.kind)' refused their last draw")
        }
        return verdicts
    }

    /// Nil for every class where the recipe does not ask, and where guards choose among the rows.
    func varianceRatios(_ preparation: Preparation, _ sampler: any Sampler) throws -> [Double?] {
        let population = preparation.population
        guard recipe.output.varianceRatio, preparation.guards.isEmpty else {
            return population.classNames.map { _ in nil }
        }
        return try VarianceRatio.ofClasses(
            sampler, population, weights: preparation.weights, threads: resources.threads)
    }

    /// The shards of each part, and the weights of the training rows.
    struct Written: Sendable {
        var shards: [Part: [ShardSummary]]
        var weights: RowWeights
    }

    /// Writes the shards of every part that has rows.
    func write(
        _ preparation: Preparation, _ sampler: any Sampler, _ verdicts: CandidateVerdicts?, into work: WorkDirectory
    ) throws -> Written {
        let inputs = try preparation.inputs()
        try work.adopt(identity: try Identity.of(recipe, inputHashes: inputs.map(\.sha256)))
        let population = preparation.population
        let design = try OutputDesign(
            recipe, population, references: preparation.labelReferences(storage, searches.write))
        let plan = TrainingPlan(
            population: population, sampler: sampler, quotas: preparation.quotas, originals: recipe.output.originals,
            seed: recipe.seed, verdicts: verdicts)
        let composer = RowComposer(layout: design.layout, population: population)
        let training = try TrainingContent(
            recipe: recipe, composer: composer, countsBefore: preparation.countsBefore, threads: resources.threads,
            notices: notices
        ).make(plan, labels: design.labels)
        let contents = [
            training, PartContent(.validation, rows: population.validation, labels: design.passThroughLabels),
            PartContent(.test, rows: population.test, labels: design.passThroughLabels),
        ].filter { $0.rowCount > 0 }
        let encoder = try ChunkEncoder(
            compression: recipe.output.compression, layout: design.layout,
            first: composer.compose(0..<min(training.rowCount, ChunkEncoder.sampleRows(design.layout)), of: training))
        let stage = try StagedShards(in: work, threads: resources.threads)
        let attributes = try ShardAttributes(recipe, preparation, inputs)
        let counter = ProgressCounter(.write, total: contents.reduce(0) { $0 + $1.rowCount }, progress)
        var shards: [Part: [ShardSummary]] = [:]
        for content in contents {
            let cut = design.cut(content)
            let writer = PartWriter(
                content: content, cut: cut, composer: composer, encoder: encoder, classCount: population.classCount,
                scatter: content.part == .train
                    ? preparation.scatter.map { design in
                        ShareScatter(
                            plan: plan, directory: resources.workDirectory ?? work.path + "/tables", design: design)
                    } : nil
            ) { attributes.attributes(content.part, shard: $0, rowStart: cut.rows(ofShard: $0).lowerBound) }
            shards[content.part] = try writer.write(into: stage, threads: resources.threads, progress: counter.add)
        }
        return Written(shards: shards, weights: training.weights)
    }

    func manifest(
        _ preparation: Preparation, _ verdicts: CandidateVerdicts?, _ written: Written, varianceRatios: [Double?]
    ) throws -> Manifest {
        let inputs = try preparation.inputs()
        return Manifest(
            toolVersion: Version.tool, resultVersion: Version.result, seed: recipe.seed,
            recipe: try JSONValue(encoding: recipe), inputs: inputs, population: preparation.population,
            before: preparation.countsBefore, dropped: preparation.dropped, guards: preparation.outcome(of: verdicts),
            splits: Dictionary(
                uniqueKeysWithValues: written.shards.map { ($0.name, Manifest.PartSummary(shards: $1)) }),
            planned: preparation.plannedCounts(originals: recipe.output.originals, verdicts),
            trainer: recipe.trainerExports, rowWeights: written.weights.coefficients,
            labelSmoothing: recipe.labelSmoothing(preparation.population.counts),
            varianceRatios: varianceRatios, notices: notices.notices.map(\.text),
            identity: try Identity.of(recipe, inputHashes: inputs.map(\.sha256)))
    }
}
