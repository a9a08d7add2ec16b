import Ballast

/// What `verify` prints.
struct VerifySummary {
    private let report: VerificationReport

    init(_ report: VerificationReport) { self.report = report }

    var text: String {
        let total = report.checks.reduce(0) { $0 + $1.findings }
        let state = report.isWhole ? "whole" : Text.count(total, "finding")
        let rows = report.checks.map { outcome in
            let result = outcome.findings == 0 ? "ok" : Text.count(outcome.findings, "finding")
            return [outcome.check.rawValue, Text.count(outcome.examined), outcome.check.unit, result]
        }
        return """
            \(report.path): \(state) (\(report.level.rawValue)); \(Text.count(report.rows, "row")) in \
            \(Text.count(report.shards, "shard"))

            \(Text.table(rows))
            """
    }

    /// One line for each finding, and how many more there are of each kind.
    var problems: [String] {
        report.findings.map { "ballast: \($0.text)" }
            + report.checks.compactMap { outcome in
                let kept = report.findings.count { $0.check == outcome.check }
                guard outcome.findings > kept else { return nil }
                return
                    "ballast: \(Text.count(outcome.findings - kept)) more findings of the check '\(outcome.check.rawValue)'"
            }
    }
}
