import Ballast
import BallastFormats
import BallastTestSupport
import Foundation
import Synchronization
import Testing

@Suite("A run that is cut off, run again")
struct PipelineResumeTests {
    private struct Cut: Error {}

    /// Throws once so many rows are written.
    private func cut(at rows: Int) -> ProgressHandler {
        { if $0.phase == .write && $0.done >= rows { throw Cut() } }
    }

    private let small = ["output.rows_per_shard=20", "split={train: 0.8, validation: 0.1, test: 0.1}", "seed=3"]

    private func inodes(_ folder: String) throws -> [String: UInt64] {
        var found: [String: UInt64] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".h5") {
            found[name] = FileSystem.status("\(folder)/\(name)")?.inode
        }
        return found
    }

    @Test(
        "gives the bytes of a run that was not, and makes no finished shard anew", arguments: [1, 20, 41, 100, 150],
        [1, 3])
    func resume(rows: Int, threads: Int) throws {
        let sample = try PipelineSample()
        let whole = try PipelineSample()
        try FileManager.default.removeItem(atPath: whole.input)
        #expect(throws: Cut.self) { try sample.run(small, threads: threads, progress: cut(at: rows)) }
        #expect(!FileManager.default.fileExists(atPath: sample.output))
        let finished = try inodes(sample.folder.file(".out.ballast/stage"))
        // 144 training rows in 8 shards, then one of 9 validation rows; the shard that reaches the cut is whole, and so
        // are those that other threads were about to close.
        let least = rows > 144 ? 9 : (rows + 19) / 20
        #expect((least..<least + threads).contains(finished.count))

        let resumed = try sample.run(small)
        try sample.run(small, into: whole.output)
        #expect(try PipelineSample.contents(sample.output) == PipelineSample.contents(whole.output))
        for (name, inode) in finished {
            #expect(FileSystem.status("\(sample.output)/\(name)")?.inode == inode, "\(name) was made again")
        }
        #expect(try sample.names() == ["out", "train.csv"])
        #expect(!resumed.wasUpToDate)
    }

    @Test("takes up nothing that another recipe left")
    func identity() throws {
        let sample = try PipelineSample()
        #expect(throws: Cut.self) {
            try sample.run(small + ["output.compression=0"], progress: cut(at: 100))
        }
        // Without compression the files of another seed have the same size.
        let other = small + ["output.compression=0", "seed=4"]
        #expect(throws: Cut.self) { try sample.run(other, progress: cut(at: 20)) }
        try sample.run(other)
        try sample.run(other, into: sample.folder.file("whole"))
        #expect(try PipelineSample.contents(sample.output) == PipelineSample.contents(sample.folder.file("whole")))
    }

    @Test("takes up nothing that another input left")
    func otherInput() throws {
        let sample = try PipelineSample()
        #expect(throws: Cut.self) { try sample.run(small, progress: cut(at: 100)) }
        try sample.write(PipelineSample.text.replacingOccurrences(of: "0,middle", with: "1,middle"))
        try sample.run(small)
        try sample.run(small, into: sample.folder.file("whole"))
        #expect(try PipelineSample.contents(sample.output) == PipelineSample.contents(sample.folder.file("whole")))
    }

    @Test("a finished shard that lost bytes is made again")
    func damaged() throws {
        let sample = try PipelineSample()
        #expect(throws: Cut.self) { try sample.run(small, progress: cut(at: 100)) }
        let shard = sample.folder.file(".out.ballast/stage/train-00001.h5")
        let bytes = try Data(contentsOf: URL(filePath: shard))
        try bytes.dropLast(100).write(to: URL(filePath: shard))
        try sample.run(small)
        #expect(try Data(contentsOf: URL(filePath: "\(sample.output)/train-00001.h5")) == bytes)
    }

    @Test("a cut in any phase leaves the old set as it was", arguments: Ballast.Progress.Phase.allCases.dropLast())
    func phases(phase: Ballast.Progress.Phase) throws {
        let sample = try PipelineSample()
        // Without a guard there is nothing to judge.
        let guards = "guards=[{kind: lee}]"
        try sample.run(["seed=1", guards])
        let old = try PipelineSample.contents(sample.output)
        #expect(throws: Cut.self) { try sample.run(["seed=2", guards]) { if $0.phase == phase { throw Cut() } } }
        #expect(try PipelineSample.contents(sample.output) == old)
        try sample.run(["seed=2", guards])
        #expect(try PipelineSample.contents(sample.output) != old)
    }

    @Test("progress counts every row once, to the total")
    func progress() throws {
        let sample = try PipelineSample()
        let seen = Mutex<[Ballast.Progress]>([])
        try sample.run(small, threads: 3) { progress in seen.withLock { $0.append(progress) } }
        let all = seen.withLock { $0 }
        #expect(all.first?.phase == .read)
        let written = all.filter { $0.phase == .write }
        #expect(written.map(\.done).max() == written.first?.total)
        #expect(written.map(\.done) == written.map(\.done).sorted() && Set(written.map(\.done)).count == written.count)
    }
}
