import Ballast
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

@Suite("The report of variance")
struct VarianceReportTests {
    @Test("plan says before what augment keeps in the manifest, and verify computes it anew")
    func sameNumbers() throws {
        let sample = try PipelineSample()
        let forecast = try Pipeline(try sample.load(["method.kind=smote"])).plan(variance: true)
        let manifest = try sample.run(["method.kind=smote", "output.variance_ratio=true"]).manifest
        let ratios = manifest.classes.map(\.varianceRatio)
        #expect(forecast.classes.map(\.varianceRatio) == ratios)
        #expect(manifest.classes.map(\.name) == ["common", "middle", "rare"])
        // The largest class gets no rows.
        #expect(ratios[0] == nil)
        for ratio in ratios.dropFirst() { #expect((ratio ?? 0) > 0.4 && (ratio ?? 2) < 1.1) }
        #expect(forecast.notices == manifest.notices)
        let report = try Verification(path: sample.output, level: .full).run()
        #expect(report.isWhole, "\(report.findings)")
    }

    @Test("nothing is said where nobody asks, and no row differs")
    func unasked() throws {
        let sample = try PipelineSample()
        let plain = try sample.run().manifest
        #expect(plain.classes.allSatisfy { $0.varianceRatio == nil })
        #expect(try Pipeline(try sample.load()).plan().classes.allSatisfy { $0.varianceRatio == nil })
        let asked = try sample.run(["output.variance_ratio=true"]).manifest
        #expect(asked.contentDigest == plain.contentDigest)
    }

    @Test("a ratio that is not what the rows give, or that the recipe does not ask for, is a finding")
    func damage() throws {
        let sample = try PipelineSample()
        try sample.run(["output.variance_ratio=true"])
        let place = "\(sample.output)/manifest.json"
        let text = try String(contentsOfFile: place, encoding: .utf8)
        let ratio = try #require(text.firstMatch(of: /"variance_ratio": (0|1)\./))
        try text.replacingCharacters(in: ratio.range, with: "\"variance_ratio\": 7.")
            .write(toFile: place, atomically: true, encoding: .utf8)
        let findings = try Verification(path: sample.output, level: .full).run().findings
        #expect(findings.contains { $0.problem.contains("variance_ratio is 7.") }, "\(findings)")
        try sample.run()
        let plain = try String(contentsOfFile: place, encoding: .utf8)
        try plain.replacing("\"variance_ratio\": null", with: "\"variance_ratio\": 0.5")
            .write(toFile: place, atomically: true, encoding: .utf8)
        let unasked = try Verification(path: sample.output).run().findings
        #expect(
            unasked.contains {
                $0.problem == "class 'rare': variance_ratio is 0.5; the recipe does not ask for it, so it is null"
            }, "\(unasked)")
    }
}
