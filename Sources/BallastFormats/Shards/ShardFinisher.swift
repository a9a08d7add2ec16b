import Dispatch
import Synchronization

/// Makes closed shards durable in the background while later ones are made: hash, fsync, rename, and a note beside the
/// stage that they are finished, so that a run after a kill does not make them again.
final class ShardFinisher: Sendable {
    private let stage: String
    private let notes: String
    /// One waits for the disk, the others work: none is kept from the next shard by another.
    private let syncing = DispatchQueue(label: "ballast.sync")
    /// A digest is a chain that one thread follows; several at once keep up with many threads, and the last shard need
    /// not wait for the one before it.
    private let hashing: [DispatchQueue]
    private let outcome = Mutex(Outcome())

    private struct Outcome {
        var begun = 0
        var shards: [String: ShardSummary] = [:]
        var failures: [Failure] = []
    }

    private struct Failure {
        var shard: String
        var error: any Error
    }

    /// - Parameter threads: as many shards are hashed at once.
    init(stage: String, notes: String, threads: Int) throws {
        self.stage = stage
        self.notes = notes
        hashing = (0..<threads).map { DispatchQueue(label: "ballast.finish.\($0)") }
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
        let temporary = temporaryPath(of: summary.name)
        let synced = DispatchGroup()
        syncing.async(group: synced) { [self] in noting(summary.name) { try FileSystem.synchronize(temporary) } }
        let turn = outcome.withLock { outcome in
            defer { outcome.begun += 1 }
            return outcome.begun
        }
        hashing[turn % hashing.count].async { [self] in
            noting(summary.name) {
                var summary = summary
                summary.sha256 = try FileDigest.sha256(ofFile: temporary)
                summary.bytes = Int(FileSystem.status(temporary)?.size ?? 0)
                synced.wait()
                if !hasFailed(summary.name) { try publish(summary) }
            }
        }
    }

    private func noting(_ shard: String, _ work: () throws -> Void) {
        do {
            try work()
        } catch {
            outcome.withLock { $0.failures.append(Failure(shard: shard, error: error)) }
        }
    }

    private func hasFailed(_ shard: String) -> Bool {
        outcome.withLock { $0.failures.contains { $0.shard == shard } }
    }

    /// The first failure, if any so far; checked now and then so that a full disk ends the run early.
    func check() throws { if let failure = outcome.withLock({ $0.failures.first }) { throw failure.error } }

    /// Waits for all shards.
    func wait() throws -> [String: ShardSummary] {
        for queue in hashing { queue.sync {} }
        try check()
        return outcome.withLock { $0.shards }
    }

    /// Gives a durable shard its name and notes that it is finished.
    private func publish(_ summary: ShardSummary) throws {
        try FileSystem.rename(temporaryPath(of: summary.name), to: stage + "/" + summary.name)
        try FileSystem.write(try CanonicalJSON.string(summary), to: notes + "/" + summary.name + ".json")
        outcome.withLock { $0.shards[summary.name] = summary }
    }
}
