/// Collects what is wrong, in order; of each check at most some, the others only counted.
struct FindingLog: Sendable {
    /// Findings of one check that are kept: enough to see the pattern.
    static let kept = 10

    private(set) var findings: [VerificationReport.Finding] = []
    private var counts: [VerificationCheck: Int] = [:]
    private var examined: [VerificationCheck: Int] = [:]

    mutating func add(
        _ check: VerificationCheck, _ file: String, dataSet: String? = nil, row: Int? = nil, _ problem: String
    ) {
        // The words of most findings of a ruined file are never needed, but they are few beside the rows.
        counts[check, default: 0] += 1
        guard counts[check, default: 0] <= Self.kept else { return }
        findings.append(.init(check: check, file: file, dataSet: dataSet, row: row, problem: problem))
    }

    /// Counts things that were looked at.
    mutating func examine(_ check: VerificationCheck, _ count: Int = 1) { examined[check, default: 0] += count }

    /// Adds a finding unless `isRight`, and counts one thing looked at.
    mutating func require(
        _ isRight: Bool, _ check: VerificationCheck, _ file: String, dataSet: String? = nil,
        _ problem: @autoclosure () -> String
    ) {
        examine(check)
        if !isRight { add(check, file, dataSet: dataSet, problem()) }
    }

    /// Adds what was collected elsewhere, after what is here.
    mutating func merge(_ other: FindingLog) {
        for (check, count) in other.examined { examine(check, count) }
        for finding in other.findings {
            let known = counts[finding.check, default: 0]
            counts[finding.check] = known + 1
            if known < Self.kept { findings.append(finding) }
        }
        for (check, count) in other.counts where count > Self.kept { counts[check, default: 0] += count - Self.kept }
    }

    var outcomes: [VerificationReport.Outcome] {
        VerificationCheck.allCases.compactMap { check in
            guard examined[check] != nil || counts[check] != nil else { return nil }
            return .init(check: check, examined: examined[check] ?? 0, findings: counts[check] ?? 0)
        }
    }
}
