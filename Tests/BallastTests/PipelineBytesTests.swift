import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

@Suite("The same inputs and recipe are the same bytes")
struct PipelineBytesTests {
    private let small = ["output.rows_per_shard=50", "split={train: 0.6, validation: 0.2, test: 0.2}"]

    @Test("for 1, 2 and 7 threads, and again", arguments: PipelineSample.methods)
    func threads(method: String) throws {
        let sample = try PipelineSample()
        let settings = small + ["method.kind=\(method)", "output.soft_labels=both", "seed=11"]
        try sample.run(settings, threads: 1)
        let expected = try PipelineSample.contents(sample.output)
        #expect(expected.keys.filter { $0.hasSuffix(".h5") }.count >= 4)
        for threads in [2, 7, 2] {
            try FileManager.default.removeItem(atPath: sample.output)
            try sample.run(settings, threads: threads)
            #expect(try PipelineSample.contents(sample.output) == expected, "\(threads) threads")
        }
        #expect(try sample.names() == ["out", "train.csv"], "the work directory is gone")
    }

    @Test("wherever the input lies; the manifest alone names the place")
    func place() throws {
        let sample = try PipelineSample()
        let first = try sample.run(small).manifest
        try sample.write(PipelineSample.text, to: "elsewhere.csv")
        let second = try sample.run(
            small, into: sample.folder.file("other"), input: sample.folder.file("elsewhere.csv")
        ).manifest
        var (left, right) = (
            try PipelineSample.contents(sample.output), try PipelineSample.contents(sample.folder.file("other"))
        )
        #expect(left["manifest.json"] != right["manifest.json"])
        (left["manifest.json"], right["manifest.json"]) = (nil, nil)
        #expect(left == right)
        #expect(first.resultDigest == second.resultDigest && first.identity == second.identity)
    }

    @Test("for any number of rows per shard the rows are the same in the same order")
    func cut() throws {
        let sample = try PipelineSample()
        let names = { (directory: String) in
            try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("train-") }.sorted()
        }
        try sample.run([], into: sample.folder.file("one"))
        let whole = try ShardRows(sample.folder.file("one/train-00000.h5"))
        try sample.run(["output.rows_per_shard=7"], into: sample.folder.file("many"))
        let pieces = try names(sample.folder.file("many")).map { try ShardRows(sample.folder.file("many/\($0)")) }
        #expect(pieces.count == (whole.label.count + 6) / 7)
        #expect(pieces.flatMap(\.x) == whole.x && pieces.flatMap(\.lambda) == whole.lambda)
        #expect(pieces.flatMap(\.base) == whole.base && pieces.flatMap(\.soft) == whole.soft)
    }

    @Test("whatever the compression the content digest is the same, and it is another one for another seed")
    func compression() throws {
        let sample = try PipelineSample()
        let digests = try ["output.compression=0", "output.compression=1", "output.compression=9", "seed=2"].map {
            try sample.run([$0], into: sample.folder.file("out-\($0)")).manifest
        }
        #expect(Set(digests.prefix(3).map(\.contentDigest)).count == 1)
        #expect(digests[3].contentDigest != digests[0].contentDigest)
        #expect(Set(digests.map(\.resultDigest)).count == 4)
    }

    @Test("the resolved recipe of the manifest runs again to the same shards")
    func resolved() throws {
        let sample = try PipelineSample()
        let settings =
            small + [
                "labels=[{kind: smoothing, amount: 0.05}]", "balance={temper: 0.25}", "distance.scale=minmax",
                "method={kind: smote, neighbors: 3}", "seed=18446744073709551615",
            ]
        let manifest = try sample.run(settings).manifest
        try sample.write(try CanonicalJSON.string(manifest.recipe, pretty: true), to: "again.yaml")
        let loaded = try Recipe.load(file: sample.folder.file("again.yaml"))
        let again = try Pipeline(loaded, resources: Resources(threads: 1)).augment(into: sample.folder.file("again"))
        #expect(again.manifest.resultDigest == manifest.resultDigest)
        #expect(try PipelineSample.contents(sample.folder.file("again")) == PipelineSample.contents(sample.output))
    }

    /// A change of one of these is a change of result: raise `Version.result`, and say so in the changelog.
    @Test(
        "results stay what they were",
        arguments: [
            ("soft-smote", "56df97cd12388a9903d8dc1a87448ee4"), ("smote", "dadd8f0d04a14319056347763844a547"),
            ("mixup", "3620cac4004a2b8d91b6e1dc6f7ebcad"), ("duplicate", "7e104c1045cd650300be92562a4d56b2"),
        ])
    func golden(method: String, digest: String) throws {
        let sample = try PipelineSample()
        let manifest = try sample.run(small + ["method.kind=\(method)", "seed=42"]).manifest
        #expect(manifest.contentDigest == digest)
    }

    @Test("results of whole numbers and label rules stay what they were")
    func goldenRules() throws {
        let sample = try PipelineSample()
        try sample.write(
            "a,b,target\n"
                + (0..<70).map { "\($0 * $0 % 31),\($0 % 7),\($0 % 10 == 0 ? 1 : 0)\n" }.joined(), to: "train.csv")
        let manifest = try sample.run([
            "input.columns={}", "labels=[{kind: label-aware-smoothing}]", "method={kind: mixup, alpha: 0.4}",
        ]).manifest
        #expect(manifest.contentDigest == "f52ebd37a2cc40297bd438221a94ad2f")
    }
}
