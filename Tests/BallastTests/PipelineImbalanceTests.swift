import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

@Suite("An imbalance, before everything else")
struct PipelineImbalanceTests {
    /// 60 rows of `common`, 24 of `middle`, 6 of `rare`; a third of each is a test row.
    private let split = "split={train: 0.5, test: 0.5}"
    private let tail = ["imbalance.type=exp", "imbalance.factor=10"]
    private let nothingAdded = ["method.kind=duplicate", "balance.multiply=1"]

    @Test("training rows are taken away, test rows stay, and the manifest counts the rows that are kept")
    func thinned() throws {
        let sample = try PipelineSample()
        try sample.run([split] + nothingAdded, into: sample.folder.file("whole"))
        let manifest = try sample.run([split] + tail + nothingAdded).manifest
        // Of n = 30, 12 and 3 rows: 30 · 10^(−1/2) = 9.
        #expect(manifest.classes.map(\.before) == [30, 9, 3] && manifest.classes.map(\.after) == [30, 9, 3])
        #expect(manifest.splits["train"]?.syntheticRows == 0 && manifest.notices == [])
        let (kept, whole) = (
            try ShardRows("\(sample.output)/train-00000.h5"), try ShardRows(sample.folder.file("whole/train-00000.h5"))
        )
        #expect(Set(kept.base).count == 42 && Set(kept.base).isSubset(of: whole.base) && kept.base == kept.partner)
        #expect(
            try ShardRows("\(sample.output)/test-00000.h5").base
                == ShardRows(sample.folder.file("whole/test-00000.h5")).base)
    }

    @Test("the result verifies, alone and balanced again, and no row that was taken away is a parent")
    func verified() throws {
        let sample = try PipelineSample()
        try sample.run([split] + tail + nothingAdded)
        let kept = Set(try ShardRows("\(sample.output)/train-00000.h5").base)
        for settings in [nothingAdded, ["method.kind=smote"], ["method.kind=mixup"]] {
            let output = sample.folder.file(settings[0])
            let manifest = try sample.run([split] + tail + settings, into: output).manifest
            let report = try Verification(path: output, level: .full).run()
            #expect(report.findings.map(\.text) == [] && report.notices == [])
            let rows = try ShardRows("\(output)/train-00000.h5")
            #expect(Set(rows.base + rows.partner) == kept)
            #expect(manifest.classes.map(\.before) == [30, 9, 3])
        }
    }

    @Test("the shards are an input again")
    func readAgain() throws {
        let sample = try PipelineSample()
        try sample.run(["input.columns={grade: ignore, patient: ignore}"] + tail + nothingAdded)
        let shard = "\(sample.output)/train-00000.h5"
        let again = try Recipe.load(
            file: nil,
            overrides: [
                RecipeOverride("input.path", .texts([shard])), RecipeOverride("input.y", .text("/label")),
                RecipeOverride("method.kind", .text("smote")),
            ])
        let manifest = try Pipeline(again).augment(into: sample.folder.file("again")).manifest
        #expect(manifest.classes.map(\.before) == [60, 18, 6] && manifest.classes.map(\.after) == [60, 60, 60])
    }

    @Test("a factor that leaves nothing is an error, and nothing is made")
    func tooLarge() throws {
        let sample = try PipelineSample()
        #expect(
            sample.failure(["imbalance.type=exp"])
                == "imbalance.factor is 100, but the largest class keeps 60 rows, so class 'rare' would keep none; write at most 60"
        )
        #expect(try sample.names() == ["train.csv"])
    }
}
