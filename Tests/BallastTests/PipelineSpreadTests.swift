import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

@Suite("Rows beyond their parents, in a whole run")
struct PipelineSpreadTests {
    static let methods = [
        "{kind: smote, step: extended, maximum_extension: 1}", "{kind: smote, step: structure-preserving, alpha: 0.5}",
        "{kind: smote, match: columns}", "{kind: smote, step: extended, match: columns, nominal_vote: frequency}",
    ]

    @Test("they are verified row by row and do not depend on threads", arguments: methods)
    func wholeRun(method: String) throws {
        let sample = try PipelineSample()
        let settings = ["method=\(method)", "output.variance_ratio=true", "split={train: 0.8, test: 0.2}"]
        let manifest = try sample.expectSameAndTrue(settings)
        if method.contains("match") {
            for summary in manifest.classes { #expect(abs((summary.varianceRatio ?? 1) - 1) < 0.05) }
        } else {
            let rows = try ShardRows("\(sample.output)/train-00000.h5")
            #expect(rows.lambda.contains { $0 < 0 } && rows.lambda.contains { $0 > 1 })
            let fine = try Verification(path: sample.output).run()
            #expect(fine.isWhole)
        }
    }

    @Test("such a step in the shards of any other recipe is a finding")
    func foreignStep() throws {
        let sample = try PipelineSample()
        try sample.run(["method=\(Self.methods[0])"])
        let place = "\(sample.output)/manifest.json"
        let text = try String(contentsOfFile: place, encoding: .utf8)
        try text.replacing("\"step\": \"extended\"", with: "\"step\": \"uniform\"")
            .write(toFile: place, atomically: true, encoding: .utf8)
        let findings = try Verification(path: sample.output).run().findings
        #expect(findings.contains { $0.check == .lineage && $0.problem.hasSuffix("is no share; 0 to 1") })
    }
}
