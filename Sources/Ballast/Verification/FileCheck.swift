import BallastCore
import BallastFormats
import Synchronization

/// Whether the files of a data set are there, whole, and alone.
struct FileCheck {
    private let data: VerifiedSet

    init(_ data: VerifiedSet) { self.data = data }

    /// Sizes, and files that do not belong.
    func checkPresence(_ log: inout FindingLog) {
        for shard in data.shards {
            log.examine(.files)
            guard let status = FileSystem.status(data.path + "/" + shard.name) else {
                log.add(.files, shard.name, "the file is missing; the manifest lists it")
                continue
            }
            if status.size != Int64(shard.summary.bytes) {
                log.add(
                    .files, shard.name, "the file has \(status.size) bytes; the manifest says \(shard.summary.bytes)")
            }
        }
        let own = Set(data.shards.map(\.name) + [OutputDirectory.manifestName, OutputDirectory.runName])
        for name in ((try? FileSystem.names(in: data.path)) ?? nil) ?? [] where !own.contains(name) {
            log.add(.files, name, "the file is not listed in the manifest; nothing else may stand in the directory")
        }
    }

    /// SHA-256 of each shard that is there.
    func checkHashes(_ log: inout FindingLog, threads: Int) throws {
        let found = Mutex([String?](repeating: nil, count: data.shards.count))
        try Parallel.forEach(data.shards.count, threads: threads) { index in
            // A file that cannot be read is told by the layout check.
            let hash = try? FileDigest.sha256(ofFile: data.path + "/" + data.shards[index].name)
            found.withLock { $0[index] = hash }
        }
        for (shard, hash) in zip(data.shards, found.withLock { $0 }) {
            guard let hash else { continue }
            log.require(
                hash == shard.summary.sha256, .hashes, shard.name,
                "its sha256 is \(hash); the manifest says \(shard.summary.sha256)")
        }
    }
}
