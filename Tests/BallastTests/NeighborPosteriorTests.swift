import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

@Suite("Runs whose labels are checked against the neighbourhood")
struct NeighborPosteriorTests {
    private static let rules = [
        "{kind: neighbor-posterior, neighbors: 4}", "{kind: neighbor-posterior, prior: natural}",
        "{kind: neighbor-posterior, estimate: kernel, share: 1, leave_parents_out: true}",
        "{kind: neighbor-posterior, estimate: fuzzy, neighbors: 3}",
    ]

    private func verify(_ sample: PipelineSample) throws -> VerificationReport {
        try Verification(path: sample.output, level: .full, resources: Resources(threads: 2)).run()
    }

    @Test("the same bytes for any number of threads, and verify finds them true", arguments: rules)
    func threads(rule: String) throws {
        let sample = try PipelineSample()
        let settings = [
            "labels=[\(rule), {kind: sharpening}]", "output.rows_per_shard=50", "split={train: 0.8, test: 0.2}",
            "weights.kind=prior",
        ]
        try sample.expectSameAndTrue(settings)
    }

    @Test("labels do not depend on where shards are cut", arguments: rules)
    func cut(rule: String) throws {
        let sample = try PipelineSample()
        try sample.run(["labels=[\(rule)]"], into: sample.folder.file("one"))
        try sample.run(["labels=[\(rule)]", "output.rows_per_shard=7"], into: sample.folder.file("many"))
        let whole = try ShardRows(sample.folder.file("one/train-00000.h5"))
        let names = try FileManager.default.contentsOfDirectory(atPath: sample.folder.file("many"))
        let pieces = try names.filter { $0.hasPrefix("train-") }.sorted().map {
            try ShardRows(sample.folder.file("many/\($0)"))
        }
        #expect(pieces.flatMap(\.soft) == whole.soft && pieces.flatMap(\.label) == whole.label)
        // The rule changed something, and it left originals alone.
        try sample.run([], into: sample.folder.file("plain"))
        let plain = try ShardRows(sample.folder.file("plain/train-00000.h5"))
        #expect(plain.x == whole.x && plain.soft != whole.soft)
        for row in whole.base.indices where whole.synthetic[row] == 0 {
            #expect(Array(whole.soft[3 * row..<3 * row + 3]) == Array(plain.soft[3 * row..<3 * row + 3]))
        }
    }

    @Test("it works with every method", arguments: SynthesisMethods.ofAnyRows.map { $0.name })
    func methods(method: String) throws {
        let sample = try PipelineSample()
        try sample.run(["method.kind=\(method)", "labels=[{kind: neighbor-posterior}]", "output.soft_labels=both"])
        #expect(try verify(sample).findings.map(\.text) == [])
    }

    @Test("where the method looks for neighbours elsewhere the rule still compares the columns, with a notice")
    func elsewhere() throws {
        let sample = try PipelineSample()
        let settings = ["labels=[{kind: neighbor-posterior}]", "distance.components=2"]
        #expect(
            try sample.run(settings).manifest.notices == [
                "neighbor-posterior compares the columns themselves: distance.components has no effect on it"
            ])
        #expect(try verify(sample).findings.map(\.text) == [])
    }

    @Test("a soft label that the neighbourhood does not give is found")
    func damage() throws {
        let sample = try VerificationSample(
            "labels: [{kind: neighbor-posterior}]\noutput: {rows_per_shard: 64, compression: 0}")
        #expect(try sample.verify(.full).isWhole)
        var found = 0
        try sample.edit("train-00000.h5") { contents in
            found = try #require((0..<64).first { (contents["lambda", $0] as Float) > 0 })
            contents["soft_label", 2 * found] = Float(0.5)
            contents["soft_label", 2 * found + 1] = Float(0.5)
        }
        let findings = try sample.verify(.full).findings.filter { $0.check == .blends }
        #expect(findings.map(\.row) == [found] && findings.map(\.dataSet) == ["soft_label"])
    }

    @Test("rows that memory does not hold are refused with the number that would do: every row is compared with all")
    func memory() throws {
        let sample = try PipelineSample()
        func run(_ settings: [String], mebibytes: Int) throws {
            let resources = Resources(threads: 2, memory: mebibytes << 20)
            _ = try Pipeline(try sample.load(settings), resources: resources).augment(into: sample.output)
        }
        func needed(_ settings: [String]) throws -> Int {
            let shortage = try #require(throws: MemoryShortage.self) { try run(settings, mebibytes: 1) }
            return (shortage.needed + (1 << 20) - 1) >> 20
        }
        let rule = ["labels=[{kind: neighbor-posterior}]"]
        let (plain, checked) = (try needed([]), try needed(rule))
        #expect(checked >= plain + 48, "a block of training rows for each of two threads")
        try run([], mebibytes: plain)
        let shortage = try #require(throws: MemoryShortage.self) { try run(rule, mebibytes: plain) }
        #expect("\(shortage)" == "--memory: \(plain)MiB is not enough for this run; give at least \(checked)MiB")
        try run(rule, mebibytes: checked)
    }
}
