import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

@Suite("Guards and under-sampling, from recipe to verified set")
struct PipelineGuardsTests {
    private func verify(_ sample: PipelineSample) throws -> [String] {
        try Verification(path: sample.output, level: .full, resources: Resources(threads: 2)).run().findings.map(\.text)
    }

    private func training(_ sample: PipelineSample) throws -> ShardRows {
        try ShardRows("\(sample.output)/train-00000.h5")
    }

    @Test(
        "a set with guards verifies, and is the same bytes on any number of threads",
        arguments: [
            "[{kind: lee}]", "[{kind: enn}]", "[{kind: tomek, apply_to: both}]",
            "[{kind: ncr, apply_to: originals, spare_minority: false}]",
            "[{kind: enn, apply_to: both}, {kind: lee, tries: 3}, {kind: tomek}]",
        ])
    func guards(list: String) throws {
        for method in ["soft-smote", "rose", "mixup"] {
            let sample = try PipelineSample()
            let settings = ["guards=\(list)", "method.kind=\(method)", "split={train: 0.8, test: 0.2}"]
            let manifest = try sample.expectSameAndTrue(settings)
            #expect((manifest.dropped == nil) == !list.contains("apply_to"), "\(method)")
            let rows = try training(sample)
            #expect(Int64(rows.label.count) == manifest.classes.reduce(0) { $0 + $1.planned }, "\(method)")
        }
    }

    @Test("refused rows are counted, told, and not replaced; lee leaves none out")
    func counts() throws {
        let sample = try PipelineSample()
        let plain = try sample.run([], into: sample.folder.file("plain")).manifest
        let manifest = try sample.run(["guards=[{kind: enn, vote: all}]"]).manifest
        let outcome = try #require(manifest.guards)
        #expect(plain.guards == nil && plain.dropped == nil && manifest.dropped == nil)
        #expect(outcome.judged == Int64(try #require(plain.splits["train"]).syntheticRows))
        #expect(outcome.refused > 0 && outcome.refused == outcome.verdicts[0].refused && outcome.redrawn == 0)
        #expect(manifest.splits["train"]?.syntheticRows == Int(outcome.judged - outcome.refused))
        for (before, after) in zip(plain.classes, manifest.classes) where after.planned < before.planned {
            let notice =
                "the guards refuse \(before.planned - after.planned) synthetic rows of class '\(after.name)'; "
                + "they are not replaced"
            #expect(manifest.notices.contains(notice))
        }
        // Kept rows are those of the run without guards.
        func synthetic(_ folder: String) throws -> Set<[Float]> {
            let rows = try ShardRows("\(folder)/train-00000.h5")
            return Set(
                rows.base.indices.filter { rows.synthetic[$0] == 1 }.map {
                    [Float(rows.base[$0]), Float(rows.partner[$0]), rows.lambda[$0]]
                })
        }
        #expect(try synthetic(sample.output).isSubset(of: synthetic(sample.folder.file("plain"))))

        let lee = try sample.run(["guards=[{kind: lee}]"], into: sample.folder.file("lee")).manifest
        #expect(lee.classes.map(\.planned) == plain.classes.map(\.planned))
        #expect(try #require(lee.guards).redrawn > 0 && lee.guards?.refused == 0)
        #expect(lee.contentDigest != plain.contentDigest)
    }

    @Test(
        "under-sampling takes classes down to the target and lists what goes",
        arguments: ["random", "near-miss", "instance-hardness"])
    func drop(kind: String) throws {
        let sample = try PipelineSample()
        let manifest = try sample.run(["balance={to: 20, drop: {kind: \(kind)}}", "weights.kind=prior"]).manifest
        #expect(try verify(sample) == [])
        #expect(manifest.classes.map(\.before) == [60, 24, 6] && manifest.classes.map(\.planned) == [20, 20, 20])
        let dropped = try #require(manifest.dropped)
        #expect(dropped.count == 44 && dropped.classes == [40, 4, 0])
        let listed = try #require(dropped.rows).split(separator: ",").flatMap { run in
            let ends = run.split(separator: "-").compactMap { Int64($0) }
            return Array(ends[0]...ends[ends.count - 1])
        }
        #expect(listed.count == 44)
        let rows = try training(sample)
        #expect(Set(listed).isDisjoint(with: Set(rows.base + rows.partner)))
        #expect(rows.synthetic.count { $0 == 0 } == 46)
        // The shares of the input, of which the dropped rows are a part.
        #expect(abs(manifest.classes[0].priorBefore - 60.0 / 90) < 1e-12)
    }

    @Test("counts below what there is are allowed with drop, and only the named classes shrink")
    func dropCounts() throws {
        let sample = try PipelineSample()
        let manifest = try sample.run(["balance={counts: {common: 30, rare: 9}, drop: {kind: random}}"]).manifest
        #expect(manifest.classes.map(\.planned) == [30, 24, 9] && manifest.dropped?.classes == [30, 0, 0])
        #expect(manifest.notices == [])
    }

    @Test("what a guard drops from the originals stands nowhere in the set")
    func cleaning() throws {
        let sample = try PipelineSample()
        let manifest = try sample.run(["guards=[{kind: enn, apply_to: originals}]"]).manifest
        let dropped = try #require(manifest.dropped)
        #expect(dropped.count > 0 && dropped.classes[2] == 0, "the smallest class is spared")
        #expect(manifest.guards == nil)
        let rows = try training(sample)
        #expect(rows.synthetic.count { $0 == 0 } == 90 - Int(dropped.count))
        let left = manifest.classes[0].before - dropped.classes[0]
        #expect(manifest.classes.map(\.planned) == [left, left, left])
        #expect(try verify(sample) == [])
    }

    @Test("cleaning that leaves nothing of a class is an error that names it")
    func emptied() throws {
        let sample = try PipelineSample()
        #expect(
            sample.failure(["guards=[{kind: enn, vote: all, neighbors: 9, apply_to: originals}]"])
                == "the guards drop every training row of class 'common'; judge originals by fewer neighbours or a milder "
                + "vote, or synthetic rows only")
    }

    @Test("plan says what is dropped, and that guards make it an upper bound")
    func plan() throws {
        let sample = try PipelineSample()
        let forecast = try Pipeline(
            try sample.load(["balance={to: 20, drop: {kind: random}}", "guards=[{kind: enn}]"])
        ).plan()
        #expect(forecast.classes.map(\.before) == [60, 24, 6] && forecast.classes.map(\.after) == [20, 20, 20])
        #expect(
            forecast.notices == [
                "the rows after are upper bounds: the guards may refuse synthetic rows, which are not replaced"
            ])
    }

    @Test("a guard needs all rows at hand, and says how much memory that takes")
    func memory() throws {
        let sample = try PipelineSample()
        for settings in [["guards=[{kind: lee}]"], ["balance={to: 20, drop: {kind: near-miss}}"]] {
            let pipeline = Pipeline(try sample.load(settings), resources: Resources(threads: 1, memory: 1 << 20))
            #expect(throws: MemoryShortage.self) { try pipeline.augment(into: sample.output) }
        }
    }

    @Test("a row that the manifest does not list as dropped, or one too many, is found")
    func damage() throws {
        let sample = try VerificationSample("balance: {to: 20, drop: {kind: random}}")
        #expect(try sample.findings(.full) == [])
        let dropped = try #require(try sample.manifest.dropped)
        try sample.editManifest("\"count\": \(dropped.count)", "\"count\": \(dropped.count - 1)")
        #expect(
            try sample.findings().contains(
                "manifest.json: dropped.count is \(dropped.count - 1); dropped.rows lists \(dropped.count)"))
        try sample.editManifest("\"count\": \(dropped.count - 1)", "\"count\": \(dropped.count)")
        try sample.editManifest(
            "\"digest\": \"\(dropped.digest)\"", "\"digest\": \"\(String(dropped.digest.reversed()))\"")
        #expect(try !sample.findings().isEmpty)
        #expect(
            try sample.findings(.full).contains(
                "manifest.json: the dropped rows are not those that the recipe drops: it lists \(dropped.count), "
                    + "the recipe drops \(dropped.count)"))
    }
}
