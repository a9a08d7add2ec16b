import BallastCore
import BallastFormats

/// What the manifest says a data set is, in a form that the checks can rely on: no count is out of range, nothing
/// overflows, and every shard's place is known.
struct VerifiedSet: Sendable {
    let path: String
    let manifest: Manifest
    let recipe: Recipe
    let layout: ShardLayout
    /// By part in the order train, validation, test, then by number.
    let shards: [Shard]
    /// Rows of all inputs.
    let inputRows: Int

    struct Shard: Sendable {
        let part: Part
        let number: Int
        /// Of the part, before this shard.
        let rowStart: Int
        let summary: ShardSummary
        var name: String { summary.name }
    }

    /// Far more than a machine holds, far less than overflows when a million of them are added.
    private static let mostRows = 1 << 40
    private static let mostBytesOfRow = 1 << 31

    /// Nil where the manifest cannot be used at all; the log says why.
    init?(path: String, manifest text: String, _ log: inout FindingLog) {
        let file = OutputDirectory.manifestName
        log.examine(.manifest)
        do {
            let manifest = try CanonicalJSON.decode(Manifest.self, from: text)
            if let problem = Self.obstacle(manifest) {
                log.add(.manifest, file, problem)
                return nil
            }
            let recipe = try manifest.recipe.decode(Recipe.self)
            try recipe.validate()
            let design = try Self.design(manifest, recipe)
            guard design.layout.fields.allSatisfy({ $0.bytesPerRow <= Self.mostBytesOfRow }) else {
                log.add(.manifest, file, "row_shape: \(manifest.rowShape) is no shape of a row; it is too large")
                return nil
            }
            self.path = path
            self.manifest = manifest
            self.recipe = recipe
            layout = design.layout
            inputRows = manifest.inputs.reduce(0) { $0 + $1.rows }
            shards = Self.shards(manifest)
            ManifestCheck(manifest, recipe, rowsPerShard: design.rowsPerShard).check(&log)
        } catch let error as DecodingError {
            log.add(.manifest, file, Self.words(error))
            return nil
        } catch {
            log.add(.manifest, file, "\(error)")
            return nil
        }
    }

    /// Why nothing can be done with a manifest; nil if there is no such reason.
    private static func obstacle(_ manifest: Manifest) -> String? {
        if manifest.format != Manifest.formatName {
            return "format: '\(manifest.format)' is not known; '\(Manifest.formatName)' is"
        }
        if manifest.formatVersion != ShardLayout.formatVersion {
            return
                "format_version: '\(manifest.formatVersion)' is not known; this build reads \(ShardLayout.formatVersion)"
        }
        if manifest.classes.isEmpty { return "classes: there are none; at least one is needed" }
        let known = Set([Part.train, .validation, .test].map(\.name))
        if let part = manifest.splits.keys.sorted().first(where: { !known.contains($0) }) {
            return "splits: '\(part)' is no part; known: test, train, validation"
        }
        if let shape = shapeProblem(manifest) { return shape }
        return countProblem(manifest)
    }

    private static func shapeProblem(_ manifest: Manifest) -> String? {
        guard manifest.elementType != nil else { return nil }
        var elements = 1
        for extent in manifest.rowShape {
            let (product, overflow) = elements.multipliedReportingOverflow(by: extent)
            if extent < 1 || overflow || product > mostBytesOfRow {
                return "row_shape: \(manifest.rowShape) is no shape of a row; every extent is at least 1"
            }
            elements = product
        }
        let numeric = manifest.columns.count { $0.kind != .categorical }
        let isTable = !manifest.columns.isEmpty
        return isTable && manifest.rowShape != [numeric]
            ? "row_shape: \(manifest.rowShape) does not fit the \(numeric) numeric columns" : nil
    }

    private static func countProblem(_ manifest: Manifest) -> String? {
        func isCount(_ number: some BinaryInteger) -> Bool { number >= 0 && number <= mostRows }
        for shard in manifest.shards {
            let counts = [shard.rows, shard.bytes, shard.synthetic] + shard.classCounts
            guard counts.allSatisfy(isCount) else { return "\(shard.name): a count is out of range; 0 or more" }
            guard shard.classCounts.count == manifest.classes.count, shard.softMass.count == manifest.classes.count,
                shard.weightedMass.count == manifest.classes.count
            else {
                return
                    "\(shard.name): class_counts, soft_mass and weighted_mass do not name the \(manifest.classes.count) classes"
            }
        }
        guard manifest.splits.values.allSatisfy({ isCount($0.rows) && isCount($0.syntheticRows) }),
            manifest.classes.allSatisfy({ isCount($0.before) && isCount($0.planned) && isCount($0.after) }),
            manifest.inputs.allSatisfy({ isCount($0.rows) && isCount($0.size) }),
            manifest.dropped.map({ isCount($0.count) && $0.classes.allSatisfy(isCount) }) ?? true
        else { return "a count of rows is out of range; 0 or more" }
        return nil
    }

    /// The layout follows from recipe, columns and classes alone, so a population without rows will do.
    private static func design(_ manifest: Manifest, _ recipe: Recipe) throws -> OutputDesign {
        let nominal = manifest.columns.count { $0.kind == .categorical }
        let features = manifest.elementType.map {
            RowStore(
                elementType: $0, rowShape: manifest.rowShape, count: 0,
                region: MemoryStorage().makeRegion(named: "none", byteCount: 0))
        }
        let population = try Population(
            features: features, categorical: nominal > 0 ? CodeStore(codes: StoredArray([]), width: nominal) : nil,
            columns: manifest.columns, labels: StoredArray([]), classNames: manifest.classes.map(\.name), parts: nil,
            storage: MemoryStorage())
        return try OutputDesign(recipe, population)
    }

    private static func shards(_ manifest: Manifest) -> [Shard] {
        [Part.train, .validation, .test].flatMap { part in
            var start = 0
            return (manifest.splits[part.name]?.shards ?? []).enumerated().map { number, summary in
                defer { start += summary.rows }
                return Shard(part: part, number: number, rowStart: start, summary: summary)
            }
        }
    }

    private static func words(_ error: DecodingError) -> String {
        let context = error.context
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }
}
