import Glibc

/// Looks at the machine: what runs here, how fast it can be, and whether files can be written as they must be.
public struct Diagnosis: Sendable {
    /// Where data sets are to be written.
    public let folders: [String]
    /// What a run would use: doubtful numbers are told.
    public let resources: Resources

    /// Looks at nothing yet.
    public init(folders: [String] = ["."], resources: Resources = Resources()) {
        self.folders = folders
        self.resources = resources
    }

    /// Writes and removes small files in each folder and in the one for temporary files. Never throws: what fails is a
    /// line of the report.
    public func run() -> DiagnosisReport {
        var lines = VersionDiagnosis().lines() + MachineDiagnosis(resources).lines()
        for folder in folders { lines += FolderDiagnosis("output", folder).lines() }
        lines += FolderDiagnosis("temporary", resources.temporaryDirectory).lines()
        lines += EnvironmentDiagnosis(Self.variable).lines()
        return DiagnosisReport(lines: lines)
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
