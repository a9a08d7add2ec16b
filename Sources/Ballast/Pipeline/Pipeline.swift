import BallastCore
public import BallastFormats
import Glibc

/// From raw inputs to a published data set.
///
///     RowReader ─▶ RowStore ─▶ Population (+ neighbours) ─▶ SynthesisMethod ─▶ ShardPlan ─▶ ShardWriter ─▶ Manifest
public struct Pipeline: Sendable {
    /// What to make.
    public let loaded: LoadedRecipe
    /// What it may use; the result does not depend on it.
    public let resources: Resources
    private let progress: ProgressHandler

    /// Reads nothing yet; `progress` is told from any thread.
    public init(
        _ loaded: LoadedRecipe, resources: Resources = Resources(), progress: @escaping ProgressHandler = { _ in }
    ) {
        self.loaded = loaded
        self.resources = resources
        self.progress = progress
    }

    /// How ``augment(into:options:)`` treats what stands there.
    public struct Options: Sendable {
        /// Replace a directory that holds other files.
        public var force = false
        /// Hash the inputs even where size, time and inode are as they were.
        public var checkHashes = false
        /// Notices are errors.
        public var strict = false

        /// Refuses to replace foreign files, trusts sizes and times, tolerates notices.
        public init() {}
    }

    /// What a run came to.
    public struct Outcome: Sendable {
        /// Of the data set that now stands there.
        public var manifest: Manifest
        /// Nothing had to be made.
        public var wasUpToDate: Bool
        /// Wall time of each phase, in order; empty where nothing had to be made.
        public var timings: [RunRecord.Timing]
    }

    /// Makes the data set and publishes it in one step. A run that fails or is ended changes nothing at `path`.
    ///
    /// - Throws: `RecipeError`, `InputError`, `SynthesisError`, `OutputConflict`, `FileSystemError`, `HDF5Error`,
    ///   `StrictNotices`; whatever the progress handler throws.
    public func augment(into path: String, options: Options = Options()) throws -> Outcome {
        let output = try OutputDirectory(path)
        try output.checkReplaceable(force: options.force)
        let request = try loaded.inputRequest()
        let fresh = Freshness(
            output: output, recipe: loaded.recipe, paths: request.allPaths,
            recipeFile: loaded.file, checkHashes: options.checkHashes)
        if let manifest = try fresh.current() {
            if options.strict { try Self.refuse(manifest.notices) }
            return Outcome(manifest: manifest, wasUpToDate: true, timings: [])
        }
        let work = try WorkDirectory(beside: output)
        do {
            return try make(output, from: request, in: work, strict: options.strict)
        } catch {
            work.removeIfUnused()
            throw error
        }
    }

    private func make(
        _ output: OutputDirectory, from request: InputRequest, in work: WorkDirectory, strict: Bool
    ) throws -> Outcome {
        let run = Run(
            recipe: loaded.recipe, resources: resources, storage: storage(beside: work), notices: notices(),
            progress: progress)
        let recipeStamp = loaded.file.flatMap { RunRecord.InputStamp($0) }
        let stamps = request.allPaths.compactMap { RunRecord.InputStamp($0) }
        let started = Double(time(nil))

        let table = try run.watch.measure("read") { try run.read(request) }
        var preparation = try run.watch.measure("prepare", choice: run.searches.prepare.names) {
            try run.prepare(table)
        }
        let (sampler, ratios) = try run.watch.measure("neighbors", choice: run.searches.neighbors.names) {
            let sampler = try run.sampler(for: &preparation)
            return (sampler, try run.varianceRatios(preparation, sampler))
        }
        let verdicts =
            preparation.guards.isEmpty
            ? nil
            : try run.watch.measure("judge", choice: run.searches.judge.names) {
                try run.verdicts(preparation, sampler)
            }
        let written = try run.watch.measure("write", choice: run.searches.write.names) {
            try run.write(preparation, sampler, verdicts, into: work)
        }
        let manifest = try run.manifest(preparation, verdicts, written, varianceRatios: ratios)
        if strict { try Self.refuse(manifest.notices) }

        let record = RunRecord(
            inputs: stamps, recipe: recipeStamp, started: started, host: Self.hostName, threads: resources.threads,
            toolVersion: Version.tool, timings: run.watch.timings)
        try publish(manifest, record, from: work, to: output)
        return Outcome(manifest: manifest, wasUpToDate: false, timings: record.timings)
    }

    /// What would be written, as far as it is known before a neighbour is looked for. Writes nothing.
    ///
    /// - Parameter variance: look for neighbours after all, and say how the spread of each class's added rows compares
    ///   with that of its rows.
    public func plan(variance: Bool = false) throws -> Forecast {
        let storage = WorkStorage(
            directory: resources.temporaryDirectory, memoryLimit: MemoryPlan.plainBytes(limit: resources.memory))
        var recipe = loaded.recipe
        recipe.output.varianceRatio = variance
        let run = Run(recipe: recipe, resources: resources, storage: storage, notices: notices(), progress: progress)
        let table = try run.watch.measure("read") { try run.read(try loaded.inputRequest()) }
        var preparation = try run.prepare(table)
        var forecast = try Forecast(
            loaded.recipe, preparation, resources: resources, readSeconds: run.watch.timings[0].seconds)
        if variance {
            let sampler = try run.sampler(for: &preparation)
            let ratios = try run.varianceRatios(preparation, sampler)
            for (c, ratio) in ratios.enumerated() { forecast.classes[c].varianceRatio = ratio }
            forecast.notices = run.notices.notices.map(\.text)
        }
        return forecast
    }

    private func publish(
        _ manifest: Manifest, _ record: RunRecord, from work: WorkDirectory, to output: OutputDirectory
    ) throws {
        try FileSystem.write(
            try CanonicalJSON.string(record, pretty: true), to: work.stage + "/" + OutputDirectory.runName)
        try FileSystem.write(
            try CanonicalJSON.string(manifest, pretty: true), to: work.stage + "/" + OutputDirectory.manifestName)
        try work.disown()
        try output.publish(work.stage, replaced: work.path + "/replaced")
        try work.remove()
    }

    private static func refuse(_ notices: [String]) throws {
        if !notices.isEmpty { throw StrictNotices(notices: notices) }
    }

    private func notices() -> NoticeLog {
        let log = NoticeLog()
        for notice in loaded.notices { log.add(notice.text) }
        return log
    }

    private func storage(beside work: WorkDirectory) -> any Storage {
        WorkStorage(
            directory: resources.workDirectory ?? work.path + "/tables",
            memoryLimit: MemoryPlan.plainBytes(limit: resources.memory))
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Notices under `--strict`: nothing is published.
public struct StrictNotices: Error, CustomStringConvertible, Sendable {
    /// What the user should know, in words; at least one.
    public var notices: [String]
    public var description: String { notices.joined(separator: "\n") }
}
