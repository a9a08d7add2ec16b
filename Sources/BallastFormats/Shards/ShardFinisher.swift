import Dispatch
import Synchronization

/// Makes closed shards durable in the background while later ones are made: hash, fsync, rename, and a note beside the
/// stage that they are finished, so that a run after a kill does not make them again.
final class ShardFinisher: Sendable {
    private let stage: String
    private let notes: String
    private let queue = DispatchQueue(label: "ballast.finish")
    private let outcome = Mutex<(shards: [String: ShardSummary], failure: (any Error)?)>(([:], nil))

    init(stage: String, notes: String) throws {
        self.stage = stage
        self.notes = notes
        try FileSystem.makeDirectory(notes)
    }

    /// The temporary name of a shard.
    func temporaryPath(of name: String) -> String { stage + "/" + name + ".tmp" }

    /// The summary of a shard that an earlier run finished; nil if it is to be made.
    func finished(_ name: String) -> ShardSummary? {
        guard let note = try? FileSystem.read(notes + "/" + name + ".json"),
            let summary = try? CanonicalJSON.decode(ShardSummary.self, from: note),
            FileSystem.status(stage + "/" + name)?.size == Int64(summary.bytes)
        else { return nil }
        return summary
    }

    func finish(_ summary: ShardSummary) {
        queue.async { [self] in
            do {
                let finished = try makeDurable(summary)
                outcome.withLock { $0.shards[summary.name] = finished }
            } catch {
                outcome.withLock { if $0.failure == nil { $0.failure = error } }
            }
        }
    }

    /// The first failure, if any so far; checked now and then so that a full disk ends the run early.
    func check() throws { if let failure = outcome.withLock({ $0.failure }) { throw failure } }

    /// Waits for all shards.
    func wait() throws -> [String: ShardSummary] {
        queue.sync {}
        try check()
        return outcome.withLock { $0.shards }
    }

    private func makeDurable(_ summary: ShardSummary) throws -> ShardSummary {
        var summary = summary
        let temporary = temporaryPath(of: summary.name)
        try FileSystem.synchronize(temporary)
        summary.sha256 = try FileDigest.sha256(ofFile: temporary)
        summary.bytes = Int(FileSystem.status(temporary)?.size ?? 0)
        try FileSystem.rename(temporary, to: stage + "/" + summary.name)
        try FileSystem.write(try CanonicalJSON.string(summary), to: notes + "/" + summary.name + ".json")
        return summary
    }
}
