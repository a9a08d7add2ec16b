import Ballast
import BallastCore
import BallastFormats
import Foundation
import Testing

@Suite("The weight of each row")
struct RowWeightTests {
    private static let parts = ["split={train: 0.8, validation: 0.2}", "output.rows_per_shard=50"]
    private static let weighted = RowWeighting.allCases.filter { $0 != .ones }.map(\.rawValue)

    private func training(_ sample: PipelineSample, _ manifest: Manifest) throws -> [ShardRows] {
        try (manifest.splits["train"]?.shards ?? []).map { try ShardRows("\(sample.output)/\($0.name)") }
    }

    @Test("without the setting every weight is 1 and the manifest has no row weights")
    func ones() throws {
        let sample = try PipelineSample()
        let manifest = try sample.run().manifest
        #expect(try training(sample, manifest).allSatisfy { $0.weight.allSatisfy { $0 == 1 } })
        #expect(manifest.classes.allSatisfy { $0.rowWeight == nil && $0.labelSmoothing == nil })
        #expect(manifest.trainer.rowWeights == .ones && manifest.trainer.effectiveNumberBeta == 0.9999)
        #expect(manifest.trainer.deferredStart == 0.8 && manifest.trainer.ldamScale == 30)
        for shard in manifest.splits["train"]?.shards ?? [] { #expect(shard.weightedMass == shard.softMass) }
    }

    @Test("weights follow from soft labels and the manifest's row weights, with mean 1", arguments: weighted)
    func weights(kind: String) throws {
        let sample = try PipelineSample()
        let manifest = try sample.run(Self.parts + ["balance={temper: 0.5}", "weights={kind: \(kind), beta: 0.9}"])
            .manifest
        let coefficients = manifest.classes.compactMap(\.rowWeight)
        #expect(coefficients.count == 3 && coefficients[2] != coefficients[0])
        var (sum, rows) = (0.0, 0)
        var mass = [0.0, 0, 0]
        for shard in try training(sample, manifest) {
            for (row, weight) in shard.weight.enumerated() {
                let shares = (0..<3).map { Double(shard.soft[3 * row + $0]) }
                #expect(weight == Float((0..<3).reduce(0) { $0 + coefficients[$1] * shares[$1] }))
                for c in 0..<3 { mass[c] += Double(weight) * shares[c] }
                sum += Double(weight)
                rows += 1
            }
        }
        #expect(abs(sum / Double(rows) - 1) < 1e-6)
        for c in 0..<3 { #expect(abs(manifest.classes[c].priorAfter - mass[c] / sum) < 1e-9) }
        #expect(try ShardRows("\(sample.output)/validation-00000.h5").weight.allSatisfy { $0 == 1 })
    }

    @Test("prior gives back the shares of the input, so that no logit has to be moved")
    func prior() throws {
        let sample = try PipelineSample()
        for settings in [["method.kind=smote"], ["method.kind=soft-smote"], ["method.kind=mixup"]] {
            let classes = try sample.run(settings + ["weights.kind=prior"]).manifest.classes
            for part in classes {
                #expect(abs(part.priorAfter - part.priorBefore) < 1e-7, "\(settings): \(part.name)")
                #expect(abs(part.logitOffset ?? 1) < 1e-6)
            }
        }
    }

    @Test("inverse makes up for what a target short of the majority leaves: the weighted classes are even")
    func inverse() throws {
        let sample = try PipelineSample()
        let settings = ["method.kind=smote", "balance={ratio: 0.5}", "weights.kind=inverse"]
        for part in try sample.run(settings).manifest.classes { #expect(abs(part.priorAfter - 1.0 / 3) < 1e-7) }
    }

    @Test("the same bytes for any number of threads, and verify finds them true", arguments: weighted)
    func threads(kind: String) throws {
        let sample = try PipelineSample()
        let settings = Self.parts + ["weights.kind=\(kind)", "output.soft_labels=both", "labels=[{kind: smoothing}]"]
        try sample.expectSameAndTrue(settings)
    }

    @Test("sparse labels with a rest have the weights of the dense form")
    func sparse() throws {
        let sample = try PipelineSample()
        let settings = ["weights.kind=inverse", "balance={temper: 0.5}", "labels=[{kind: smoothing}]"]
        try sample.run(settings)
        let dense = try ShardRows("\(sample.output)/train-00000.h5").weight
        try sample.run(settings + ["output.soft_labels=sparse"])
        #expect(try ShardRows("\(sample.output)/train-00000.h5").weight == dense)
        let report = try Verification(path: sample.output, level: .full, resources: Resources(threads: 2)).run()
        #expect(report.isWhole, "\(report.findings.map(\.text))")
    }

    @Test("labels so soft that the original shares need negative weights: those rows have 0, with a notice")
    func clipped() throws {
        let sample = try PipelineSample()
        let outcome = try sample.run(["weights.kind=prior", "labels=[{kind: smoothing, amount: 0.6}]"])
        let notice = try #require(outcome.manifest.notices.first { $0.contains("have weight 0") })
        #expect(
            notice
                == "60 of 180 training rows have weight 0, because the original class shares ask for a negative one: "
                + "the weighted shares miss them by up to 0.13333333")
        let rows = try ShardRows("\(sample.output)/train-00000.h5")
        #expect(rows.weight.contains(0) && rows.weight.allSatisfy { $0 >= 0 })
        #expect(abs(rows.weight.reduce(0.0) { $0 + Double($1) } / Double(rows.weight.count) - 1) < 1e-6)
    }

    @Test("more classes than the weights can be solved for are refused")
    func tooManyClasses() throws {
        let sample = try PipelineSample()
        let rows = (0..<2050).map { "\($0 % 7),\($0 % 1025)" }
        try sample.write("a,target\n" + rows.joined(separator: "\n") + "\n")
        let settings = ["input.columns={}", "method.kind=duplicate", "weights.kind=prior"]
        #expect(
            sample.failure(settings)
                == "weights.kind: 'prior' solves for all 1025 classes at once and can for at most 1024; "
                + "write inverse, or use the manifest's logit_offset")
    }

    @Test("the manifest holds the smoothing of each class by the label-aware rule")
    func labelSmoothing() throws {
        let sample = try PipelineSample()
        let classes = try sample.run(["labels=[{kind: label-aware-smoothing, law: linear}]"]).manifest.classes
        #expect(classes.map(\.labelSmoothing) == [0.3, 0.3 * (18.0 / 54), 0])
    }

    @Test("a changed weight is found by its shard and row, and so are changed row weights")
    func damage() throws {
        let sample = try VerificationSample(
            "balance: {ratio: 0.5}\nweights: {kind: inverse}\noutput: {rows_per_shard: 64, compression: 0}\nseed: 7")
        #expect(try sample.verify(.full).isWhole)
        var old: Float = 0
        try sample.edit("train-00000.h5") { contents in
            old = contents["weight", 3]
            contents["weight", 3] = Float(2)
        }
        #expect(
            try sample.findings().contains(
                "train-00000.h5: weight: row 3: 2.0 is not \(old), which its soft label and the classes' row weights give"
            ))
        let weight = try #require(sample.manifest.classes[0].rowWeight)
        try sample.editManifest("\"row_weight\": \(weight)", "\"row_weight\": null")
        #expect(
            try sample.findings(.quick).contains(
                "manifest.json: row_weight stands for 1 of 2 classes; 'inverse' has one for each"))
    }

    @Test("a weight other than 1 where every row has 1")
    func damageOfOnes() throws {
        let sample = try VerificationSample()
        try sample.edit("validation-00000.h5") { $0["weight", 2] = Float(0.5) }
        #expect(
            try sample.findings().contains(
                "validation-00000.h5: weight: row 2: 0.5 is not 1.0, which rows of this set have"))
    }
}
