public import BallastCore

/// What was written: the authority on a data set, and its make target. Deterministic as a whole.
public struct Manifest: Codable, Sendable {
    /// What ``format`` says in every manifest.
    public static let formatName = "ballast-manifest"

    /// Tells a manifest from other JSON.
    public var format = Manifest.formatName
    /// Of the manifest and of the shards; another one is not read.
    public var formatVersion = ShardLayout.formatVersion
    /// Of the program that wrote it.
    public var toolVersion: String
    /// Raised when the bytes of a result change.
    public var resultVersion: Int
    /// What every draw was keyed by.
    public var seed: UInt64
    /// Every setting, defaults filled in; it can be run again.
    public var recipe: JSONValue
    /// The files that were read, in order, those of labels and of an embedding included.
    public var inputs: [InputFile]
    /// The feature columns in input order; empty for rows of other shapes.
    public var columns: [Column]
    /// Of `x`; nil without numeric features.
    public var elementType: ElementType?
    /// Of one row of `x`; empty without numeric features.
    public var rowShape: [Int]
    /// By part: `train`, `validation`, `test`; those without a row are absent.
    public var splits: [String: PartSummary]
    /// In the order of their codes.
    public var classes: [ClassSummary]
    /// The training rows that were left out before anything was made; nil where the recipe drops none.
    public var dropped: DroppedRows?
    /// What the guards of synthetic rows came to; nil without such guards.
    public var guards: GuardOutcome?
    /// Settings of a trainer that go with the class table.
    public var trainer: TrainerExports
    /// What was surprising but tolerable, in words.
    public var notices: [String]
    /// SHA-256 of the recipe without paths, the inputs' hashes and the result version: work of another identity is never
    /// reused.
    public var identity: String
    /// XXH3-128 over the shards' content digests in name order.
    public var contentDigest: String
    /// SHA-256 over the shards' names and file hashes in name order.
    public var resultDigest: String

    package init(
        toolVersion: String, resultVersion: Int, seed: UInt64, recipe: JSONValue, inputs: [InputFile],
        population: Population, before: [Int64], dropped: DroppedRows? = nil, guards: GuardOutcome? = nil,
        splits: [String: PartSummary], planned: [Int64], trainer: TrainerExports, rowWeights: [Double]?,
        labelSmoothing: [Double]?, varianceRatios: [Double?], notices: [String], identity: String
    ) {
        self.toolVersion = toolVersion
        self.resultVersion = resultVersion
        self.seed = seed
        self.recipe = recipe
        self.inputs = inputs
        columns = population.columns
        elementType = population.features?.elementType
        rowShape = population.features?.rowShape ?? []
        self.splits = splits
        classes = Self.classes(
            names: population.classNames, before: before, planned: planned,
            training: splits[Part.train.name]?.shards ?? [], trainer: trainer, rowWeights: rowWeights,
            labelSmoothing: labelSmoothing)
        for (c, ratio) in varianceRatios.enumerated() { classes[c].varianceRatio = ratio }
        self.dropped = dropped
        self.guards = guards
        self.trainer = trainer
        self.notices = notices
        self.identity = identity
        let shards = splits.values.flatMap(\.shards).sorted { $0.name < $1.name }
        contentDigest = Self.contentDigest(shards)
        resultDigest = Self.resultDigest(shards)
    }

    /// What one part of the data set holds.
    public struct PartSummary: Codable, Sendable {
        /// Of all its shards.
        public var rows: Int
        /// Those of them that were added, copies included.
        public var syntheticRows: Int
        /// In order; row numbers run on from one to the next.
        public var shards: [ShardSummary]

        package init(shards: [ShardSummary]) {
            rows = shards.reduce(0) { $0 + $1.rows }
            syntheticRows = shards.reduce(0) { $0 + $1.synthetic }
            self.shards = shards
        }
    }

    /// One class; counts are training rows.
    public struct ClassSummary: Codable, Sendable {
        /// As the labels have it.
        public var name: String
        /// Original rows.
        public var before: Int64
        /// Rows of the output by the class of their base: exact for methods that count by class, expected for those that
        /// draw from all rows and end within a round.
        public var planned: Int64
        /// Rows of the output by hard label.
        public var after: Int64
        /// Soft labels of the output, added up.
        public var softMass: Double
        /// Share of the original training rows, 0 … 1.
        public var priorBefore: Double
        /// Of the output, by soft label and weight.
        public var priorAfter: Double
        /// Natural logarithms; nil where the prior is 0.
        public var logPriorBefore: Double?
        public var logPriorAfter: Double?
        /// `ln prior_before − ln prior_after`; nil where either is 0.
        public var logitOffset: Double?
        /// Class weights from `before`. Of inverse frequency and inverse square root the mean over original rows is 1, of
        /// the effective number the sum over classes is K.
        public var weightInverse: Double
        public var weightSquareRoot: Double
        public var weightEffective: Double
        /// What a row's `weight` has of this class: `Σ_c row_weight_c q_c`, at least 0; nil where every weight is 1.
        public var rowWeight: Double?
        /// Margin of the LDAM loss, proportional to `before^(−1/4)`; the largest is `trainer.ldam_largest_margin`.
        public var ldamMargin: Double
        /// ε of the recipe's label-aware smoothing; nil without that rule.
        public var labelSmoothing: Double?
        /// `tr Cov(added rows) / tr Cov(original rows)` as expected before drawing; nil where it is not asked for or not
        /// known (guards choose among the rows). See ``VarianceRatio``.
        public var varianceRatio: Double?
    }
}

extension Manifest {
    /// The class table from the original counts and what the training shards hold.
    package static func classes(
        names: [String], before: [Int64], planned: [Int64], training: [ShardSummary], trainer: TrainerExports,
        rowWeights: [Double]?, labelSmoothing: [Double]?
    ) -> [ClassSummary] {
        let mass = names.indices.map { c in training.reduce(0.0) { $0 + $1.softMass[c] } }
        let priorBefore = ClassTable.priors(before.map(Double.init))
        let priorAfter = ClassTable.priors(
            names.indices.map { c in training.reduce(0.0) { $0 + $1.weightedMass[c] } })
        let (logBefore, logAfter) = (ClassTable.logPriors(priorBefore), ClassTable.logPriors(priorAfter))
        let offsets = ClassTable.logitOffsets(before: priorBefore, after: priorAfter)
        let inverse = ClassTable.inverseFrequency(before)
        let squareRoot = ClassTable.inverseSquareRoot(before)
        let effective = ClassTable.effectiveNumber(before, beta: trainer.effectiveNumberBeta)
        let margins = ClassTable.marginsLDAM(before)
        return names.indices.map { c in
            ClassSummary(
                name: names[c], before: before[c], planned: planned[c],
                after: training.reduce(0) { $0 + Int64($1.classCounts[c]) }, softMass: mass[c],
                priorBefore: priorBefore[c], priorAfter: priorAfter[c], logPriorBefore: logBefore[c],
                logPriorAfter: logAfter[c], logitOffset: offsets[c], weightInverse: inverse[c],
                weightSquareRoot: squareRoot[c], weightEffective: effective[c], rowWeight: rowWeights?[c],
                ldamMargin: margins[c], labelSmoothing: labelSmoothing?[c])
        }
    }

    /// All shards in name order.
    package static func contentDigest(_ shards: [ShardSummary]) -> String {
        let digest = ContentDigest()
        for shard in shards { digest.update(shard.contentDigest) }
        return digest.hexadecimal
    }

    package static func resultDigest(_ shards: [ShardSummary]) -> String {
        FileDigest.sha256(of: shards.map { "\($0.name) \($0.sha256)\n" }.joined())
    }

    /// Every shard, in name order: test, train, validation.
    package var shards: [ShardSummary] {
        splits.sorted { $0.key < $1.key }.flatMap(\.value.shards)
    }
}
