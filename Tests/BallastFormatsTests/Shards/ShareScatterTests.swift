import BallastCore
import BallastFormats
import BallastTestSupport
import HDF5
import Testing

@Suite("output that memory does not hold")
struct ShareScatterTests {
    /// Of the three classes: none, the smallest, one of the two that get rows, both, all.
    private static let kept: [[Bool]] = [
        [false, false, false], [false, false, true], [false, true, false], [false, true, true], [true, true, true],
    ]

    @Test(
        "one scatter and one gather give the bytes of rows at hand, for every method, whichever rows stay in memory",
        arguments: SynthesisMethods.all.map { $0.name })
    func sameBytes(method: String) throws {
        try check(#require(SynthesisMethods.all.first { $0.name == method }).init())
    }

    @Test("the same for rows beyond their parents that are changed after mixing")
    func changedRows() throws {
        var method = SMOTE()
        (method.step, method.match, method.nominalVote) = (.extended, .columns, .frequency)
        try check(method)
        let plain = try ScatterSample(SMOTE(), dropsPages: false).write(through: nil)
        #expect(try ScatterSample(method, dropsPages: false).write(through: nil) != plain)
    }

    private func check(_ method: any SynthesisMethod) throws {
        let direct = try ScatterSample(method, dropsPages: false).write(through: nil)
        let sample = try ScatterSample(method, dropsPages: true)
        for kept in type(of: method).strata == .classes ? Self.kept : [Self.kept[0]] {
            // Buckets of one shard, of a few, of all.
            for bucketBytes in [1, 6_000, 1 << 20] {
                let design = ShareScatter.Design(
                    bucketBytes: bucketBytes, keepsClass: kept, handsOutCandidates: true)
                #expect(try sample.write(through: design) == direct)
            }
        }
    }

    @Test(
        "where all parents of synthetic rows stay in memory, none of them is handed out",
        arguments: SynthesisMethods.all.filter { $0.pairsWithinClass }.map { $0.name })
    func keptParents(method: String) throws {
        let method = try #require(SynthesisMethods.all.first { $0.name == method }).init()
        let design = ShareScatter.Design(
            bucketBytes: 6_000, keepsClass: [false, true, true], handsOutCandidates: false)
        #expect(
            try ScatterSample(method, dropsPages: true, inverses: false).write(through: design)
                == ScatterSample(method, dropsPages: false).write(through: nil))
    }

    @Test("the positions that rows are handed out to are all positions, each with its base once")
    func everyPosition() throws {
        let plan = try ScatterSample("soft-smote", dropsPages: false).plan
        var bases = [Int](repeating: 0, count: Int(plan.rowCount))
        var partners = bases
        for (place, row) in plan.population.classRows.elements.enumerated() {
            bases[Int(try #require(plan.position(ofOriginalAt: place)))] += 1
            plan.forEachCandidate(needing: row) { _, position, share in
                if share == .base { bases[Int(position)] += 1 } else { partners[Int(position)] += 1 }
            }
        }
        #expect(bases.allSatisfy { $0 == 1 })
        for position in partners.indices {
            let blend = plan.row(at: Int64(position)).blend
            #expect(partners[position] == (blend.partner == blend.base ? 0 : 1))
        }
    }

    @Test("rows that are known need no look-up, the others are looked up")
    func knownRows() throws {
        let plan = try ScatterSample("soft-smote", dropsPages: false).plan
        let rows = plan.rows(at: 0..<plan.rowCount)
        let mixed = plan.rows(at: 0..<plan.rowCount) { position in
            let blend = rows[Int(position)].blend
            let partner = blend.partner == blend.base ? nil : blend.partner
            return position % 3 == 0 ? nil : KnownParents(base: blend.base, partner: partner)
        }
        #expect(mixed == rows)
        // What is known is believed.
        let wrong = plan.rows(at: 0..<1) { _ in KnownParents(base: 7, partner: nil) }
        #expect(wrong[0].blend.base == 7)
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

    init(_ method: any SynthesisMethod, dropsPages: Bool, inverses: Bool = true) throws {
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
                storage: storage, threads: 2, inverses: inverses))
        plan = TrainingPlan(population: population, sampler: sampler, quotas: quotas, originals: true, seed: 5)
        labels = try LabelPipeline(
            labels: population.labels, rules: method.labelRules + [RemixLabels()],
            context: LabelContext(trainingCounts: population.counts))
        layout = ShardLayout(
            features: population.features, categorical: population.categorical, classCount: 3, form: .dense,
            labels: labels)
    }

    /// The hashes of the shards, through buckets or with all rows at hand.
    func write(through design: ShareScatter.Design?) throws -> [String] {
        let folder = try TemporaryDirectory()
        let work = try WorkDirectory(beside: OutputDirectory(folder.file("out")))
        let content = PartContent(plan, labels: labels)
        let composer = RowComposer(layout: layout, population: plan.population)
        let encoder = try ChunkEncoder(compression: 1, layout: layout, first: composer.compose(0..<64, of: content))
        let writer = PartWriter(
            content: content, cut: ShardCut(rowCount: content.rowCount, rowsPerShard: 50), composer: composer,
            encoder: encoder, classCount: 3,
            scatter: design.map { ShareScatter(plan: plan, directory: folder.file("tables"), design: $0) }
        ) { _ in [] }
        let shards = try writer.write(into: try StagedShards(in: work, threads: 2), threads: 2) { _ in }
        return shards.map(\.sha256)
    }
}
