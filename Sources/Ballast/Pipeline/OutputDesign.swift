import BallastCore
import BallastFormats

/// How the output is laid out: soft-label form, data sets, rows per shard.
struct OutputDesign: Sendable {
    let form: StoredLabels.Form
    let layout: ShardLayout
    let rowsPerShard: Int
    /// Of training rows.
    let labels: LabelPipeline
    /// Of rows that pass through: one-hot.
    let passThroughLabels: LabelPipeline

    /// Bytes of `x` that a shard is to hold where the recipe does not say how many rows.
    private static let shardBytes = 256 << 20
    private static let mostRows = 100_000
    /// Most classes for which soft labels are dense by default.
    private static let mostDenseClasses = 128

    /// - Throws: ``RecipeError`` for a sparse form that the label rules do not allow, more classes than weights can be
    ///   solved for.
    ///
    /// - Parameter references: what label rules compare rows with; nil where no row is made.
    init(_ recipe: Recipe, _ population: Population, references: LabelReferences? = nil) throws {
        let context = LabelContext(trainingCounts: population.counts, references: references)
        labels = try LabelPipeline(
            labels: population.labels, rules: recipe.labelRules, context: context)
        passThroughLabels = try LabelPipeline(labels: population.labels, rules: [], context: context)
        form =
            switch recipe.output.softLabels {
            case .auto: population.classCount > Self.mostDenseClasses && !labels.isUneven ? .sparse : .dense
            case .dense: .dense
            case .sparse: .sparse
            case .both: .both
            }
        guard form == .dense || !labels.isUneven else {
            throw RecipeError(
                place: .builtIn, path: "output.soft_labels",
                problem: "'\(form.rawValue)' cannot hold labels whose rules treat unlisted classes unevenly; use dense")
        }
        guard recipe.weights.kind != .prior || population.classCount <= RowWeighting.mostPriorClasses else {
            throw RecipeError(
                place: .builtIn, path: "weights.kind",
                problem: "'prior' solves for all \(population.classCount) classes at once and can for at most "
                    + "\(RowWeighting.mostPriorClasses); write inverse, or use the manifest's logit_offset")
        }
        layout = ShardLayout(
            features: population.features, categorical: population.categorical, classCount: population.classCount,
            form: form, labels: labels)
        switch recipe.output.rowsPerShard {
        case .rows(let rows): rowsPerShard = Int(rows)
        case .auto:
            let rowBytes = max(1, population.features?.bytesPerRow ?? 1)
            rowsPerShard = min(Self.mostRows, max(1, Self.shardBytes / rowBytes))
        }
    }

    func cut(_ content: PartContent) -> ShardCut { ShardCut(rowCount: content.rowCount, rowsPerShard: rowsPerShard) }
}
