import BallastCore
import BallastFormats

/// Whether a data set is whole and true.
public struct Verification: Sendable {
    /// The directory of the data set.
    public let path: String
    /// How much is looked at.
    public let level: VerificationLevel
    /// Where the inputs are now; empty: where the manifest says. Only ``VerificationLevel/full`` reads them.
    public let inputs: [String]
    /// What it may use; the findings do not depend on it.
    public let resources: Resources
    private let progress: ProgressHandler

    /// Reads nothing yet; `progress` is told from any thread.
    public init(
        path: String, level: VerificationLevel = .standard, inputs: [String] = [], resources: Resources = Resources(),
        progress: @escaping ProgressHandler = { _ in }
    ) {
        self.path = path
        self.level = level
        self.inputs = inputs
        self.resources = resources
        self.progress = progress
    }

    /// Looks at everything the level asks for. What is wrong is told in the report, not thrown; memory stays bounded, a
    /// byte per input row aside.
    ///
    /// - Throws: `InputError` (its input is missing) where there is no data set; `FileSystemError`; what the progress
    ///   handler throws.
    /// - Complexity: O(values); ``VerificationLevel/full`` searches neighbours again.
    public func run() throws -> VerificationReport {
        var log = FindingLog()
        var notices: [String] = []
        let text = try manifestText()
        guard let data = VerifiedSet(path: path, manifest: text, &log) else {
            return report(nil, log, ["nothing but the manifest was looked at, because it cannot be used"])
        }
        FileCheck(data).checkPresence(&log)
        var sound = LayoutCheck(data).check(&log)
        if level != .quick {
            try FileCheck(data).checkHashes(&log, threads: resources.threads)
            sound = try checkValues(data, sound, &log, &notices)
        }
        if sound.count < data.shards.count && level != .quick {
            let count = data.shards.count - sound.count
            notices.append("the values of \(count) unsound \(count == 1 ? "shard" : "shards") were not all looked at")
        }
        return report(data, log, notices)
    }

    private func manifestText() throws -> String {
        let place = path + "/" + OutputDirectory.manifestName
        if let text = try FileSystem.read(place) { return text }
        let problem =
            FileSystem.status(path) == nil
            ? "there is no such directory; name the directory of a data set"
            : "there is no \(OutputDirectory.manifestName) in it, so it is no data set; name the directory of one"
        throw InputError(path, problem, isMissingInput: true)
    }

    /// - Returns: the shards whose values could be read.
    private func checkValues(
        _ data: VerifiedSet, _ sound: [VerifiedSet.Shard], _ log: inout FindingLog, _ notices: inout [String]
    ) throws -> [VerifiedSet.Shard] {
        let storage = WorkStorage(
            directory: resources.temporaryDirectory, memoryLimit: resources.memory / 2)
        var remaking: Remaking?
        if level == .full {
            let inputs = InputCheck(data, given: inputs, resources: resources, storage: storage, progress: progress)
            remaking = try inputs.check(&log, &notices)
        }
        let check = ValueCheck(
            data: data, shards: sound, remaking: remaking, storage: storage, threads: resources.threads)
        let counter = ProgressCounter(.verify, total: sound.reduce(0) { $0 + $1.summary.rows }, progress)
        return try check.check(&log, progress: counter)
    }

    private func report(_ data: VerifiedSet?, _ log: FindingLog, _ notices: [String]) -> VerificationReport {
        VerificationReport(
            path: path, level: level, isWhole: log.findings.isEmpty,
            rows: data?.shards.reduce(0) { $0 + $1.summary.rows } ?? 0, shards: data?.shards.count ?? 0,
            checks: log.outcomes, findings: log.findings, notices: notices)
    }
}
