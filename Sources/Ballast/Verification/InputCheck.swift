import BallastCore
import BallastFormats

/// Reads the inputs again, if they are still what they were, and prepares to make every row anew.
struct InputCheck {
    private let data: VerifiedSet
    private let given: [String]
    private let run: Run

    init(
        _ data: VerifiedSet, given: [String], resources: Resources, storage: any Storage,
        progress: @escaping ProgressHandler
    ) {
        self.data = data
        self.given = given
        run = Run(
            recipe: data.recipe, resources: resources, storage: storage, notices: NoticeLog(), progress: progress)
    }

    /// Nil where rows cannot be made anew: a notice or a finding says why.
    ///
    /// - Throws: `InputError` where a file named by the user is not there; `FileSystemError`; what progress throws.
    func check(_ log: inout FindingLog, _ notices: inout [String]) throws -> Remaking? {
        guard data.manifest.resultVersion == Version.result else {
            notices.append(
                "rows were not made anew: the data set is of result version \(data.manifest.resultVersion), "
                    + "this build makes \(Version.result); use ballast \(data.manifest.toolVersion)")
            return nil
        }
        guard try areUnchanged(&log, &notices) else { return nil }
        var preparation: Preparation
        let remaking: Remaking
        do {
            let table = try run.read(try request())
            preparation = try run.prepare(table)
            compare(preparation, &log)
            let sampler = try run.sampler(for: &preparation)
            compare(try run.varianceRatios(preparation, sampler), &log)
            let verdicts = try run.verdicts(preparation, sampler)
            comparePlan(preparation, verdicts, &log)
            remaking = try Remaking(
                data, preparation, sampler, verdicts, storage: run.storage, threads: run.resources.threads)
        } catch let error as InputError {
            log.add(.inputs, error.file, "the recipe cannot be run again: \(error)")
            return nil
        } catch let error as SynthesisError {
            log.add(.inputs, OutputDirectory.manifestName, "the recipe cannot be run again: \(error)")
            return nil
        }
        remaking.compareSizes(data, &log)
        return remaking
    }

    private var paths: [String] { given.isEmpty ? data.manifest.inputs.map(\.path) : given }

    /// Whether the inputs are those of the manifest. That files named by the user are not is a finding.
    private func areUnchanged(_ log: inout FindingLog, _ notices: inout [String]) throws -> Bool {
        let inputs = data.manifest.inputs
        guard paths.count == inputs.count else {
            throw InputError(
                paths[0],
                "\(paths.count) inputs are named, the data set was made from \(inputs.count); name them in order",
                isMissingInput: true)
        }
        var problems: [(path: String, problem: String)] = []
        for (path, input) in zip(paths, inputs) {
            log.examine(.inputs)
            if path == "-" {
                problems.append((path, "standard input cannot be read again; name the file with --input"))
            } else if let status = FileSystem.status(path) {
                if status.size != Int64(input.size) {
                    problems.append((path, "it has \(status.size) bytes; the input had \(input.size)"))
                } else if try FileDigest.sha256(ofFile: path) != input.sha256 {
                    problems.append((path, "its sha256 is not that of the input, \(input.sha256)"))
                }
            } else if given.isEmpty {
                problems.append((path, "it is not there; name the file with --input"))
            } else {
                throw InputError(path, "there is no such file; name the input of the data set", isMissingInput: true)
            }
        }
        for (path, problem) in problems {
            if given.isEmpty || path == "-" {
                notices.append("rows were not made anew: \(path): \(problem)")
            } else {
                log.add(.inputs, path, problem)
            }
        }
        return problems.isEmpty
    }

    /// As the recipe asks, but for the places of the files.
    private func request() throws -> InputRequest {
        var recipe = data.recipe
        // Files with labels come after the others and have no rows of their own; an embedding comes last.
        let hasLabels = !recipe.input.labels.patterns.isEmpty
        let hasEmbedding = recipe.distance.embedding != .none
        let inputs = data.manifest.inputs.dropLast(hasEmbedding ? 1 : 0)
        let labelCount = hasLabels ? inputs.reversed().prefix { $0.rows == 0 }.count : 0
        recipe.input.path = InputPaths()
        recipe.input.labels = InputPaths()
        let loaded = LoadedRecipe(recipe: recipe, notices: [], folder: "", inputFolder: "", labelsFolder: "")
        var request = try loaded.inputRequest()
        if hasEmbedding { request.embeddingPath = paths.last }
        let others = paths.dropLast(hasEmbedding ? 1 : 0)
        request.paths = Array(others.dropLast(labelCount))
        request.labelPaths = Array(others.suffix(labelCount))
        return request
    }

    private func compare(_ ratios: [Double?], _ log: inout FindingLog) {
        for (summary, ratio) in zip(data.manifest.classes, ratios) where summary.varianceRatio != ratio {
            func words(_ ratio: Double?) -> String { ratio.map { "\($0)" } ?? "null" }
            log.add(
                .plan, OutputDirectory.manifestName,
                "class '\(summary.name)': variance_ratio is \(words(summary.varianceRatio)); "
                    + "the planned rows give \(words(ratio))")
        }
    }

    /// What the manifest says of the inputs, against what was read.
    private func compare(_ found: Preparation, _ log: inout FindingLog) {
        let manifest = data.manifest
        let file = OutputDirectory.manifestName
        func expect<Value: Equatable>(_ right: Value, _ stated: Value, _ name: String) {
            if right != stated { log.add(.inputs, file, "\(name) \(stated); the inputs give \(right)") }
        }
        for (read, input) in zip(found.files, manifest.inputs) {
            expect(read.rows, input.rows, "\(input.path) has rows")
        }
        expect(found.population.classNames, manifest.classes.map(\.name), "the classes are")
        expect(found.countsBefore, manifest.classes.map(\.before), "the rows of each class before are")
        if found.dropped != manifest.dropped {
            log.add(
                .inputs, file,
                "the dropped rows are not those that the recipe drops: it lists \(manifest.dropped?.count ?? 0), "
                    + "the recipe drops \(found.dropped?.count ?? 0)")
        }
        for (right, stated) in zip(found.population.columns, manifest.columns) where right != stated {
            log.add(
                .inputs, file,
                "the column '\(stated.name)' is not as the inputs give it: kind, range, categories or missing")
        }
        expect(found.population.columns.count, manifest.columns.count, "the number of columns is")
    }

    /// What the manifest says of the rows that were to be made, against what the recipe gives.
    private func comparePlan(_ found: Preparation, _ verdicts: CandidateVerdicts?, _ log: inout FindingLog) {
        let (manifest, file) = (data.manifest, OutputDirectory.manifestName)
        let (planned, stated) = (
            found.plannedCounts(originals: data.recipe.output.originals, verdicts), manifest.classes.map(\.planned)
        )
        if planned != stated {
            log.add(.inputs, file, "the planned rows of each class are \(stated); the inputs give \(planned)")
        }
        if found.outcome(of: verdicts) != manifest.guards {
            log.add(.inputs, file, "what guards says is not what the guards of the recipe come to")
        }
    }
}
