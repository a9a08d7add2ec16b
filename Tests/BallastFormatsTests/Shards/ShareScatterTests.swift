import BallastCore
import BallastFormats
import BallastTestSupport
import HDF5
import Testing

@Suite("output that memory does not hold")
struct ShareScatterTests {
    @Test(
        "one scatter and one gather give the bytes of rows at hand, for every method",
        arguments: SynthesisMethods.all.map { $0.name })
    func sameBytes(method: String) throws {
        let direct = try ScatterSample(method, dropsPages: false).write(bucketBytes: nil)
        let sample = try ScatterSample(method, dropsPages: true)
        // Buckets of one shard, of a few, of all.
        for bucketBytes in [1, 6_000, 1 << 20] {
            #expect(try sample.write(bucketBytes: bucketBytes) == direct)
        }
    }

    @Test("the same for rows beyond their parents that are changed after mixing")
    func changedRows() throws {
        var method = SMOTE()
        (method.step, method.match, method.nominalVote) = (.extended, .columns, .frequency)
        let direct = try ScatterSample(method, dropsPages: false).write(bucketBytes: nil)
        let sample = try ScatterSample(method, dropsPages: true)
        for bucketBytes in [1, 6_000, 1 << 20] {
            #expect(try sample.write(bucketBytes: bucketBytes) == direct)
        }
        #expect(try ScatterSample(SMOTE(), dropsPages: false).write(bucketBytes: nil) != direct)
    }

    @Test("the positions that rows are handed out to are all positions, each with its base once")
    func everyPosition() throws {
        let plan = try ScatterSample("soft-smote", dropsPages: false).plan
        var bases = [Int](repeating: 0, count: Int(plan.rowCount))
        var partners = bases
        for row in 0..<Int64(plan.population.rowCount) {
            plan.forEachPosition(needing: row) { position, share in
                if share == .base { bases[Int(position)] += 1 } else { partners[Int(position)] += 1 }
            }
        }
        #expect(bases.allSatisfy { $0 == 1 })
        for position in partners.indices {
            let blend = plan.row(at: Int64(position)).blend
            #expect(partners[position] == (blend.partner == blend.base ? 0 : 1))
        }
    }
}

/// Three classes of 120, 40 and 11 rows in five columns, one of them of whole numbers, and a nominal one; or of images.
private struct ScatterSample {
    let plan: TrainingPlan
    private let layout: ShardLayout
    private let labels: LabelPipeline

    init(_ name: String, dropsPages: Bool) throws {
        try self.init(#require(SynthesisMethods.all.first { $0.name == name }).init(), dropsPages: dropsPages)
    }

    init(_ method: any SynthesisMethod, dropsPages: Bool) throws {
        let storage = MemoryStorage()
        let draws = RandomStream(seed: 7, purpose: .candidate)
        let counts = [120, 40, 11]
        let classes = counts.indices.flatMap { c in [Int32](repeating: Int32(c), count: counts[c]) }
        let shape = type(of: method).rowForm == .images ? [5, 6, 2] : [5]
        let values = classes.indices.flatMap { row in
            (0..<shape.reduce(1, *)).map { j -> Float in
                let word = draws.words(Int64(row), stream: Int32(j)).0
                return j == 4 ? Float(word % 50) : Float(word % 10_000) / 1_000 + Float(classes[row])
            }
        }
        let store = RowStore(
            elementType: .float32, rowShape: shape, count: classes.count, region: StoredArray(values).region)
        let columns =
            shape.count > 1
            ? []
            : (0..<5).map { Column(name: "c\($0)", kind: $0 == 4 ? .integer : .numeric) }
                + [Column(name: "grade", kind: .categorical, categories: ["a", "b", "c"])]
        let codes = StoredArray(classes.indices.map { Int32(draws.words(Int64($0), stream: 9).0 % 3) })
        let population = try Population(
            features: dropsPages ? store.droppingPages() : store,
            categorical: columns.isEmpty ? nil : CodeStore(codes: codes, width: 1), columns: columns,
            labels: StoredArray(classes), classNames: ["x", "y", "z"], parts: nil, storage: storage)
        let quotas: [Int64] = type(of: method).strata == .classes ? [0, 80, 109] : [190]
        let sampler = try method.prepare(
            SynthesisContext(
                population: population, weights: [Double](repeating: 1, count: store.width), quotas: quotas, seed: 5,
                storage: storage, threads: 2, inverses: true))
        plan = TrainingPlan(population: population, sampler: sampler, quotas: quotas, originals: true, seed: 5)
        labels = try LabelPipeline(
            labels: population.labels, rules: method.labelRules + [RemixLabels()],
            context: LabelContext(trainingCounts: population.counts))
        layout = ShardLayout(
            features: population.features, categorical: population.categorical, classCount: 3, form: .dense,
            labels: labels)
    }

    /// The hashes of the shards, through buckets of so many bytes or with all rows at hand.
    func write(bucketBytes: Int?) throws -> [String] {
        let folder = try TemporaryDirectory()
        let work = try WorkDirectory(beside: OutputDirectory(folder.file("out")))
        let content = PartContent(plan, labels: labels)
        let composer = RowComposer(layout: layout, population: plan.population)
        let encoder = try ChunkEncoder(compression: 1, layout: layout, first: composer.compose(0..<64, of: content))
        let writer = PartWriter(
            content: content, cut: ShardCut(rowCount: content.rowCount, rowsPerShard: 50), composer: composer,
            encoder: encoder, classCount: 3,
            scatter: bucketBytes.map {
                ShareScatter(plan: plan, directory: folder.file("tables"), bucketBytes: $0)
            }
        ) { _ in [] }
        let shards = try writer.write(into: try StagedShards(in: work, threads: 2), threads: 2) { _ in }
        return shards.map(\.sha256)
    }
}
