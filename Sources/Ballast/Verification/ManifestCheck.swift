import BallastCore
import BallastFormats

/// Whether the manifest agrees with itself: counts add up, digests and the class table follow from what they are made of.
struct ManifestCheck {
    private let manifest: Manifest
    private let recipe: Recipe
    private let rowsPerShard: Int
    private let file = OutputDirectory.manifestName

    init(_ manifest: Manifest, _ recipe: Recipe, rowsPerShard: Int) {
        self.manifest = manifest
        self.recipe = recipe
        self.rowsPerShard = rowsPerShard
    }

    func check(_ log: inout FindingLog) {
        for (name, part) in manifest.splits.sorted(by: { $0.key < $1.key }) { check(name, part, &log) }
        checkDigests(&log)
        checkClasses(&log)
        checkDropped(&log)
        expect(recipe.seed, manifest.seed, "seed", "the recipe has", &log)
    }

    private func expect<Value: Equatable>(
        _ right: Value, _ found: Value, _ key: String, _ source: String, _ log: inout FindingLog
    ) {
        log.require(right == found, .manifest, file, "\(key) is \(quoted(found)); \(source) \(quoted(right))")
    }

    private func quoted(_ value: Any) -> String { value is String ? "'\(value)'" : "\(value)" }

    private func check(_ name: String, _ part: Manifest.PartSummary, _ log: inout FindingLog) {
        let rows = part.shards.reduce(0) { $0 + $1.rows }
        let synthetic = part.shards.reduce(0) { $0 + $1.synthetic }
        expect(rows, part.rows, "splits.\(name).rows", "its shards have", &log)
        expect(synthetic, part.syntheticRows, "splits.\(name).synthetic_rows", "its shards have", &log)
        guard let known = [Part.train, .validation, .test].first(where: { $0.name == name }) else { return }
        let cut = ShardCut(rowCount: rows, rowsPerShard: rowsPerShard)
        for (number, shard) in part.shards.enumerated() {
            expect(
                ShardCut.name(known, number), shard.name, "splits.\(name).shards[\(number)].name", "its place says",
                &log)
            let planned = number < cut.shardCount ? cut.rows(ofShard: number).count : 0
            expect(planned, shard.rows, "\(shard.name): rows", "\(rowsPerShard) rows a shard give", &log)
            let counted = shard.classCounts.reduce(0, +)
            expect(shard.rows, counted, "\(shard.name): the sum of class_counts", "it has rows", &log)
            let mostSynthetic = known == .train ? shard.rows : 0
            log.require(
                shard.synthetic <= mostSynthetic, .manifest, file,
                "\(shard.name): synthetic is \(shard.synthetic); at most \(mostSynthetic) rows can be")
        }
    }

    private func checkDigests(_ log: inout FindingLog) {
        let shards = manifest.splits.values.flatMap(\.shards).sorted { $0.name < $1.name }
        expect(Manifest.contentDigest(shards), manifest.contentDigest, "content_digest", "its shards give", &log)
        expect(Manifest.resultDigest(shards), manifest.resultDigest, "result_digest", "its shards give", &log)
        guard manifest.resultVersion == Version.result,
            let identity = try? Identity.of(recipe, inputHashes: manifest.inputs.map(\.sha256))
        else { return }
        expect(identity, manifest.identity, "identity", "recipe and inputs give", &log)
    }

    private func checkDropped(_ log: inout FindingLog) {
        guard let dropped = manifest.dropped else { return }
        log.require(
            dropped.problem == nil, .manifest, file, dropped.problem ?? "")
        expect(dropped.classes.reduce(0, +), dropped.count, "dropped.count", "its classes add up to", &log)
        let before = manifest.classes.map(\.before)
        log.require(
            dropped.classes.count == before.count && zip(dropped.classes, before).allSatisfy { $0 <= $1 }, .manifest,
            file,
            "dropped.classes is \(dropped.classes); the classes had \(before) rows before")
    }

    /// Counts, priors, offsets and weights of each class.
    private func checkClasses(_ log: inout FindingLog) {
        let classes = manifest.classes
        let weights = classes.compactMap(\.rowWeight)
        let right = Manifest.classes(
            names: classes.map(\.name), before: classes.map(\.before), planned: classes.map(\.planned),
            training: manifest.splits[Part.train.name]?.shards ?? [], trainer: recipe.trainerExports,
            rowWeights: weights.count == classes.count ? weights : nil,
            labelSmoothing: recipe.labelSmoothing(manifest.trainingCounts))
        expect(recipe.trainerExports, manifest.trainer, "trainer", "the recipe gives", &log)
        let isWeighted = manifest.trainer.rowWeights != .ones
        log.require(
            weights.count == (isWeighted ? classes.count : 0), .manifest, file,
            "row_weight stands for \(weights.count) of \(classes.count) classes; "
                + "'\(manifest.trainer.rowWeights.rawValue)' has \(isWeighted ? "one for each" : "none")")
        for (found, right) in zip(classes, right) {
            let name = "class '\(found.name)'"
            expect(right.after, found.after, "\(name): after", "its shards have", &log)
            for (right, found) in zip(Self.numbers(right), Self.numbers(found)) {
                expect(right.value, found.value, "\(name): \(found.key)", "counts and shards give", &log)
            }
            for (right, found) in zip(Self.optionalNumbers(right), Self.optionalNumbers(found)) {
                log.require(
                    right.value == found.value, .manifest, file,
                    "\(name): \(found.key) is \(words(found.value)); \(right.source) \(words(right.value))")
            }
        }
        for summary in classes {
            guard let ratio = summary.varianceRatio else { continue }
            log.require(
                recipe.output.varianceRatio && ratio.isFinite && ratio >= 0, .manifest, file,
                "class '\(summary.name)': variance_ratio is \(ratio); "
                    + (recipe.output.varianceRatio ? "0 or more" : "the recipe does not ask for it, so it is null"))
        }
        let planned = classes.reduce(0) { $0 + $1.planned }
        let rows = manifest.splits[Part.train.name]?.rows ?? 0
        expect(Int64(rows), planned, "the sum of planned", "the training part has rows", &log)
    }

    private static func numbers(_ summary: Manifest.ClassSummary) -> [(key: String, value: Double)] {
        [
            ("soft_mass", summary.softMass), ("prior_before", summary.priorBefore),
            ("prior_after", summary.priorAfter), ("weight_inverse", summary.weightInverse),
            ("weight_square_root", summary.weightSquareRoot), ("weight_effective", summary.weightEffective),
            ("ldam_margin", summary.ldamMargin),
        ]
    }

    private static func optionalNumbers(
        _ summary: Manifest.ClassSummary
    ) -> [(key: String, value: Double?, source: String)] {
        let priors = "its priors give"
        return [
            ("log_prior_before", summary.logPriorBefore, priors), ("log_prior_after", summary.logPriorAfter, priors),
            ("logit_offset", summary.logitOffset, priors),
            ("label_smoothing", summary.labelSmoothing, "the recipe gives"),
        ]
    }

    private func words(_ number: Double?) -> String { number.map { "\($0)" } ?? "null" }
}
