import Ballast
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

/// Data sets that are whole, and what a verification says it looked at.
struct VerificationTests {
    @Test("each level looks at what the one before it does, and more")
    func levels() throws {
        let sample = try VerificationSample()
        var before: Set<VerificationCheck> = []
        for level in VerificationLevel.allCases {
            let report = try sample.verify(level)
            #expect(report.isWhole)
            #expect(report.findings.isEmpty)
            #expect(report.notices == [])
            let checks = Set(report.checks.map(\.check))
            #expect(checks.isStrictSuperset(of: before))
            #expect(report.checks.allSatisfy { $0.examined > 0 && $0.findings == 0 })
            before = checks
        }
        #expect(before == Set(VerificationCheck.allCases))
        let report = try sample.verify(.full)
        #expect(report.rows == 222)
        #expect(report.shards == 5)
        #expect(report.checks.first { $0.check == .blends }?.examined == 222)
    }

    @Test(
        "data sets of every form are whole",
        arguments: [
            "method: {kind: mixup}\nlabels: [{kind: smoothing, amount: 0.1}]\noutput: {soft_labels: sparse}",
            "method: {kind: smote}\noutput: {soft_labels: both, originals: false}",
            "method: {kind: duplicate}\nlabels: [{kind: smoothing, amount: 1}]",
            "labels: [{kind: smoothing, amount: 0.1}, {kind: label-aware-smoothing}]",
            "labels: [{kind: smoothing, amount: 0.1}]\noutput: {soft_labels: both, rows_per_shard: 7}",
            "split: {train: 0.5, validation: 0.5}\nbalance: {temper: 0.5}\nseed: 18446744073709551615",
        ])
    func forms(recipe: String) throws {
        let report = try VerificationSample(recipe).verify(.full)
        #expect(report.findings.map(\.text) == [])
        #expect(report.notices == [])
    }

    @Test("missing values, filled or dropped, verify")
    func missingValues() throws {
        let table = VerificationSample.table.replacingOccurrences(of: "\n20.0,", with: "\n,")
            .replacingOccurrences(of: ",red,no", with: ",,no")
        for policy in ["median", "drop"] {
            let recipe = "split: {train: 0.7, test: 0.3}"
            let sample = try VerificationSample(recipe, missing: policy, table: table)
            #expect(try sample.findings(.full) == [])
        }
    }

    @Test("nominal columns alone verify")
    func nominalOnly() throws {
        let rows = (0..<40).map { "\(["x", "y", "z"][$0 % 3]),\(["u", "v"][$0 / 3 % 2]),\($0 % 8 == 0 ? "p" : "q")" }
        let sample = try VerificationSample("seed: 1", table: (["c,d,target"] + rows).joined(separator: "\n") + "\n")
        #expect(try sample.findings(.full) == [])
    }

    @Test("an input that has changed or gone is not used, with a notice that says how to name it")
    func changedInput() throws {
        let sample = try VerificationSample()
        let copy = sample.folder.file("copy.csv")
        try FileManager.default.copyItem(atPath: sample.input, toPath: copy)
        let size = VerificationSample.table.utf8.count
        try (VerificationSample.table + "1,2,red,no\n").write(toFile: sample.input, atomically: true, encoding: .utf8)
        let report = try sample.verify(.full)
        #expect(report.isWhole)
        #expect(
            report.notices == [
                "rows were not made anew: \(sample.input): it has \(size + 11) bytes; the input had \(size)"
            ])
        #expect(!report.checks.contains { $0.check == .blends })

        try FileManager.default.removeItem(atPath: sample.input)
        #expect(
            try sample.verify(.full).notices == [
                "rows were not made anew: \(sample.input): it is not there; name the file with --input"
            ])
        let given = try sample.verify(.full, inputs: [copy])
        #expect(given.isWhole)
        #expect(given.checks.contains { $0.check == .blends })
    }

    @Test("a named input that is another one is a finding, one that is not there is an error")
    func wrongNamedInput() throws {
        let sample = try VerificationSample()
        let other = sample.folder.file("other.csv")
        let table = VerificationSample.table.replacingOccurrences(of: "red", with: "rad")
        try table.write(toFile: other, atomically: true, encoding: .utf8)
        let sha256 = try sample.manifest.inputs[0].sha256
        #expect(
            try sample.verify(.full, inputs: [other]).findings.map(\.text) == [
                "\(other): its sha256 is not that of the input, \(sha256)"
            ])
        let error = #expect(throws: InputError.self) { try sample.verify(.full, inputs: ["/nowhere.csv"]) }
        #expect(error?.isMissingInput == true)
    }

    @Test("a handler that throws ends the verification")
    func interrupted() throws {
        struct Interrupted: Error {}
        let sample = try VerificationSample()
        #expect(throws: Interrupted.self) {
            try Verification(path: sample.output, resources: Resources(threads: 2)) { _ in throw Interrupted() }.run()
        }
    }
}
