import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

@Suite("What the shards hold")
struct PipelineRowsTests {
    private static let parts = "split={train: 0.6, validation: 0.2, test: 0.2}"

    /// Numbers of the three numeric columns, by row of the input.
    private var numbers: [[Float]] {
        PipelineSample.text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: ",").prefix(3).map { Float(Double($0) ?? .nan) }
        }
    }

    private var grades: [Int32] {
        PipelineSample.text.split(separator: "\n").dropFirst().map { line in
            Int32("xyz".map(String.init).firstIndex(of: String(line.split(separator: ",")[3])) ?? -9)
        }
    }

    @Test("validation and test rows pass through in input order, one-hot, whatever the rules")
    func passThrough() throws {
        let sample = try PipelineSample()
        let manifest = try sample.run([Self.parts, "labels=[{kind: smoothing, amount: 0.2}]"]).manifest
        #expect(manifest.splits.mapValues(\.rows)["validation"] == 18)
        var seen: Set<Int64> = []
        for part in ["validation", "test"] {
            let rows = try ShardRows("\(sample.output)/\(part)-00000.h5")
            #expect(rows.base == rows.base.sorted() && rows.base == rows.partner)
            #expect(rows.x == rows.base.flatMap { numbers[Int($0)] })
            #expect(rows.categorical == rows.base.map { grades[Int($0)] })
            #expect(rows.weight.allSatisfy { $0 == 1 } && rows.lambda.allSatisfy { $0 == 0 })
            #expect(rows.synthetic.allSatisfy { $0 == 0 })
            #expect(rows.soft == rows.label.flatMap { label in (0..<3).map { $0 == label ? 1 : 0 } })
            seen.formUnion(rows.base)
        }
        let training = try ShardRows("\(sample.output)/train-00000.h5")
        #expect(seen.isDisjoint(with: training.base) && seen.isDisjoint(with: training.partner))
        #expect(seen.count + Set(training.base).count == 90)
        #expect(training.soft.allSatisfy { $0 > 0 }, "the rule holds for training rows")
    }

    @Test("a row that m2m moved has the class for which it was made, however its soft label ties")
    func tiedTranslations() throws {
        let sample = try PipelineSample()
        try sample.expectSameAndTrue([
            "method={kind: m2m, beta: 0, gamma: 0}", "labels=[{kind: smoothing, amount: 1}]",
        ])
        let rows = try ShardRows("\(sample.output)/train-00000.h5")
        #expect(rows.partner.contains(-1))
        #expect((0..<3).map { c in rows.label.count { $0 == c } } == [60, 60, 60])
    }

    @Test("every synthetic row is the blend it says it is", arguments: SynthesisMethods.ofAnyRows.map { $0.name })
    func blends(method: String) throws {
        let sample = try PipelineSample()
        try sample.run(["method.kind=\(method)"])
        let rows = try ShardRows("\(sample.output)/train-00000.h5")
        #expect(rows.synthetic.contains(1))
        // A second point that is no input row is checked where the method is.
        for row in rows.base.indices where rows.partner[row] >= 0 {
            let (base, partner) = (numbers[Int(rows.base[row])], numbers[Int(rows.partner[row])])
            let weight = Double(rows.lambda[row])
            for j in 0..<3 {
                let exact = Double(base[j]) + weight * (Double(partner[j]) - Double(base[j]))
                // Column 2 holds whole numbers.
                let value = Float(j == 2 ? exact.rounded(.toNearestOrEven) : exact)
                #expect(rows.x[row * 3 + j] == (weight == 0 ? base[j] : value))
            }
            if rows.synthetic[row] == 0 { #expect(rows.base[row] == rows.partner[row] && weight == 0) }
            #expect((0..<3).contains(rows.categorical[row]))
        }
        let originals = rows.base.indices.filter { rows.synthetic[$0] == 0 }.map { rows.base[$0] }
        #expect(originals.sorted() == (0..<90).map(Int64.init))
    }

    @Test("classes reach their targets, and the manifest says what the shards hold")
    func counts() throws {
        let sample = try PipelineSample()
        let manifest = try sample.run(["method.kind=smote", "output.rows_per_shard=50"]).manifest
        #expect(manifest.classes.map(\.name) == ["common", "middle", "rare"])
        #expect(manifest.classes.map(\.before) == [60, 24, 6])
        #expect(manifest.classes.map(\.planned) == [60, 60, 60] && manifest.classes.map(\.after) == [60, 60, 60])
        #expect(manifest.classes.map(\.softMass) == [60, 60, 60])
        #expect(manifest.splits["train"]?.shards.map(\.rows) == [50, 50, 50, 30])
        #expect(manifest.splits["train"]?.syntheticRows == 90)
        for shard in manifest.splits["train"]?.shards ?? [] {
            let rows = try ShardRows("\(sample.output)/\(shard.name)")
            #expect(shard.classCounts == (0..<3).map { label in rows.label.filter { $0 == Int32(label) }.count })
            #expect(shard.synthetic == rows.synthetic.reduce(0) { $0 + Int($1) })
            #expect(shard.bytes == (try Data(contentsOf: URL(filePath: "\(sample.output)/\(shard.name)"))).count)
        }
    }

    @Test("soft labels in either form, or both, or without originals")
    func forms() throws {
        let sample = try PipelineSample()
        let sets = { (settings: [String]) in
            let out = sample.folder.file(UUID().uuidString)
            try sample.run(settings, into: out)
            return try ShardRows("\(out)/train-00000.h5")
        }
        let dense = try sets(["output.soft_labels=dense"])
        #expect(dense.names.contains("soft_label") && !dense.names.contains("soft_index"))
        let sparse = try sets(["output.soft_labels=sparse", "labels=[{kind: smoothing}]"])
        #expect(!sparse.names.contains("soft_label"))
        #expect(Set(["soft_index", "soft_weight", "soft_rest"]).isSubset(of: sparse.names))
        #expect(!(try sets(["output.soft_labels=sparse"]).names.contains("soft_rest")))
        let both = try sets(["output.soft_labels=both", "output.originals=false"])
        #expect(Set(["soft_label", "soft_index", "soft_weight"]).isSubset(of: both.names))
        #expect(both.synthetic.count == 90 && both.synthetic.allSatisfy { $0 == 1 })
        #expect(
            sample.failure(["output.soft_labels=sparse", "labels=[{kind: smoothing}, {kind: label-aware-smoothing}]"])
                .contains("cannot hold labels whose rules treat unlisted classes unevenly; use dense"))
    }

    @Test("no group has rows in two parts")
    func groups() throws {
        let sample = try PipelineSample()
        try sample.run([Self.parts, "split.group=patient", "input.columns={}"])
        let parts = try ["train", "validation", "test"].map { part in
            Set(try ShardRows("\(sample.output)/\(part)-00000.h5").base.map { $0 / 3 })
        }
        #expect(parts[0].isDisjoint(with: parts[1]) && parts[0].isDisjoint(with: parts[2]))
        #expect(parts[1].isDisjoint(with: parts[2]) && parts.reduce(0) { $0 + $1.count } == 30)
    }

    @Test("the split column decides, and is no feature")
    func folds() throws {
        let sample = try PipelineSample()
        let lines = PipelineSample.text.split(separator: "\n")
        let folds = ["train", "val", "test", "train", "valid", "train", "validation"]
        try sample.write(
            "fold,\(lines[0])\n"
                + lines.dropFirst().enumerated().map { "\(folds[$0 % 7]),\($1)\n" }.joined())
        try sample.run(["split={column: fold}"])
        let rows = try ShardRows("\(sample.output)/test-00000.h5")
        #expect(rows.base == (0..<90).filter { $0 % 7 == 2 })
        #expect(
            try ShardRows("\(sample.output)/validation-00000.h5").base
                == (0..<90).filter { [1, 4, 6].contains($0 % 7) })
        #expect(rows.x.count == 3 * rows.base.count)
        try sample.write(
            "fold,\(lines[0])\n"
                + lines.dropFirst().enumerated().map { "\($0 == 40 ? "holdout" : "train"),\($1)\n" }.joined())
        #expect(
            sample.failure(["split={column: fold}"])
                == "\(sample.input): row 40: 'holdout' is no part; split.column holds train, validation or test")
    }

    @Test("plan says what augment will write, and writes nothing")
    func plan() throws {
        let sample = try PipelineSample()
        for method in SynthesisMethods.ofAnyRows.map({ $0.name }) {
            let settings = [Self.parts, "method.kind=\(method)", "output.rows_per_shard=40"]
            let before = try sample.names()
            let forecast = try Pipeline(try sample.load(settings)).plan()
            #expect(try sample.names() == before)
            let manifest = try sample.run(settings).manifest
            #expect(forecast.seconds > 0 && forecast.seconds < 60)
            #expect(forecast.rows == manifest.splits.mapValues { Int64($0.rows) })
            #expect(forecast.shards == manifest.splits.mapValues(\.shards.count))
            #expect(forecast.classes.map(\.before) == manifest.classes.map(\.before))
            #expect(forecast.classes.map(\.after) == manifest.classes.map(\.planned))
            #expect(manifest.notices.starts(with: forecast.notices), "the search for neighbours may add some")
        }
    }

    @Test("rows without a value can be dropped; numbers keep counting them")
    func dropped() throws {
        let sample = try PipelineSample()
        var lines = PipelineSample.text.split(separator: "\n").map(String.init)
        lines[4] = "NA," + lines[4].split(separator: ",").dropFirst().joined(separator: ",")
        try sample.write(lines.joined(separator: "\n") + "\n")
        let manifest = try sample.run(["input.missing=drop", "method.kind=duplicate"]).manifest
        let rows = try ShardRows("\(sample.output)/train-00000.h5")
        #expect(!rows.base.contains(3) && rows.base.contains(89))
        #expect(rows.x.allSatisfy { !$0.isNaN })
        #expect(manifest.notices == ["1 of 90 rows lack a value and are left out"])
        #expect(
            sample.failure().hasPrefix("\(sample.input):5:1: "), "without a policy it is an error")
    }
}
