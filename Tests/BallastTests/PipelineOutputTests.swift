import Ballast
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("What stands at OUT, and what a run makes of it")
struct PipelineOutputTests {
    private let files = FileManager.default

    private func options(force: Bool = false, checkHashes: Bool = false, strict: Bool = false) -> Pipeline.Options {
        var options = Pipeline.Options()
        (options.force, options.checkHashes, options.strict) = (force, checkHashes, strict)
        return options
    }

    @Test("an absent or empty directory is filled; parents are made")
    func absent() throws {
        let sample = try PipelineSample()
        try files.createDirectory(atPath: sample.output, withIntermediateDirectories: false)
        try sample.run()
        #expect(
            Set(try files.contentsOfDirectory(atPath: sample.output)) == [
                "manifest.json", "run.json", "train-00000.h5",
            ])
        try sample.run(into: sample.folder.file("a/b/c/"))
        #expect(try files.contentsOfDirectory(atPath: sample.folder.file("a/b")) == ["c"])
        #expect(files.fileExists(atPath: sample.folder.file("a/b/c/manifest.json")))
    }

    @Test("an old set is replaced as a whole: no shard of it stays")
    func replaced() throws {
        let sample = try PipelineSample()
        try sample.run(["output.rows_per_shard=20"])
        try sample.run([])
        #expect(
            Set(try files.contentsOfDirectory(atPath: sample.output)) == [
                "manifest.json", "run.json", "train-00000.h5",
            ])
        #expect(try sample.names() == ["out", "train.csv"])
    }

    @Test(
        "anything else in it is refused by name",
        arguments: ["notes.txt", "train-0.h5", "train-00000.h5.bak", "other-00000.h5", ".git", "train-00000-1.h5"])
    func foreign(name: String) throws {
        let sample = try PipelineSample()
        try sample.run()
        let old = try PipelineSample.contents(sample.output)
        try sample.write("mine", to: "out/\(name)")
        #expect(
            sample.failure(["seed=9"])
                == "'\(sample.output)' holds '\(name)', which is no file of a ballast data set; "
                + "name another directory or overrule with --force")
        #expect(try PipelineSample.contents(sample.output).filter { $0.key != name } == old)
        #expect(!(try sample.names().contains(".out.ballast")), "nothing was begun")
        try sample.run(["seed=9"], options: options(force: true))
        #expect(
            Set(try files.contentsOfDirectory(atPath: sample.output)) == [
                "manifest.json", "run.json", "train-00000.h5",
            ])
    }

    @Test("a file at OUT is refused, also with --force")
    func file() throws {
        let sample = try PipelineSample()
        try sample.write("mine", to: "out")
        for force in [false, true] {
            #expect(
                sample.failure(options: options(force: force))
                    == "'\(sample.output)' is a file; name a directory that is absent, empty or a ballast data set")
        }
    }

    @Test("while another process writes to it, it is refused with the number of that process")
    func locked() throws {
        let sample = try PipelineSample()
        try files.createDirectory(atPath: sample.folder.file(".out.ballast"), withIntermediateDirectories: false)
        try sample.write("4711", to: ".out.ballast/lock")
        let holder = open(sample.folder.file(".out.ballast/lock"), O_RDWR)
        #expect(flock(holder, LOCK_EX) == 0)
        #expect(
            sample.failure()
                == "'\(sample.output)' is being written by process 4711; wait for it or write elsewhere")
        close(holder)
        try sample.run()
    }

    @Test("run again nothing is made and nothing is touched")
    func upToDate() throws {
        let sample = try PipelineSample()
        #expect(!(try sample.run().wasUpToDate))
        let stamps = try files.contentsOfDirectory(atPath: sample.output).map {
            FileSystem.status("\(sample.output)/\($0)")
        }
        let again = try sample.run()
        #expect(again.wasUpToDate && again.manifest.splits["train"]?.rows == 180)
        #expect(try sample.run(options: options(checkHashes: true)).wasUpToDate)
        #expect(
            try files.contentsOfDirectory(atPath: sample.output).map { FileSystem.status("\(sample.output)/\($0)") }
                == stamps)
    }

    /// Sets a file's time so many seconds back.
    private func age(_ path: String, by seconds: TimeInterval) throws {
        try files.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: path)
    }

    @Test("an input that was only touched changes no byte, but the manifest's time")
    func touched() throws {
        let sample = try PipelineSample()
        try age(sample.input, by: 5000)
        try sample.run()
        let (old, record) = (
            try PipelineSample.contents(sample.output), try Data(contentsOf: URL(filePath: "\(sample.output)/run.json"))
        )
        try age("\(sample.output)/manifest.json", by: 4000)
        try age(sample.input, by: 3000)
        #expect(try sample.run().wasUpToDate)
        #expect(try PipelineSample.contents(sample.output) == old)
        #expect(try Data(contentsOf: URL(filePath: "\(sample.output)/run.json")) != record)
        let (manifest, input) = (FileSystem.status("\(sample.output)/manifest.json"), FileSystem.status(sample.input))
        #expect(try #require(manifest).modified > #require(input).modified, "make is content")
    }

    @Test("a recipe file that was only touched makes nothing anew, but the manifest newer than it: make is content")
    func touchedRecipe() throws {
        let sample = try PipelineSample()
        try sample.write(
            "version: 1\ninput: {path: train.csv, label: target, columns: {patient: ignore}}\n", to: "recipe.yaml")
        let recipe = sample.folder.file("recipe.yaml")
        func run() throws -> Pipeline.Outcome { try Pipeline(Recipe.load(file: recipe)).augment(into: sample.output) }
        #expect(!(try run().wasUpToDate))
        let manifest = "\(sample.output)/manifest.json"
        try age(manifest, by: 4000)
        try age(recipe, by: 3000)
        #expect(try run().wasUpToDate)
        #expect(
            try #require(FileSystem.status(manifest)).modified > #require(FileSystem.status(recipe)).modified)
        let renewed = FileSystem.status(manifest)
        #expect(try run().wasUpToDate && FileSystem.status(manifest) == renewed)
    }

    @Test("without its record a set is found equal by its hashes, and made newer than the input")
    func noRecord() throws {
        let sample = try PipelineSample()
        try sample.run()
        try files.removeItem(atPath: "\(sample.output)/run.json")
        try age("\(sample.output)/manifest.json", by: 4000)
        #expect(try sample.run().wasUpToDate)
        let (manifest, input) = (FileSystem.status("\(sample.output)/manifest.json"), FileSystem.status(sample.input))
        #expect(try #require(manifest).modified >= #require(input).modified)
    }

    @Test("a changed row, another setting, a lost or shortened shard: the set is made anew")
    func changed() throws {
        let sample = try PipelineSample()
        let first = try sample.run().manifest
        try sample.write(PipelineSample.text.replacingOccurrences(of: ",p0,common", with: ",p0,middle"))
        let second = try sample.run()
        #expect(!second.wasUpToDate && second.manifest.resultDigest != first.resultDigest)
        #expect(!(try sample.run(["method.neighbors=3"]).wasUpToDate))
        #expect(try sample.run(["method.neighbors=3"]).wasUpToDate)
        let shard = "\(sample.output)/train-00000.h5"
        let bytes = try Data(contentsOf: URL(filePath: shard))
        try bytes.dropLast().write(to: URL(filePath: shard))
        #expect(!(try sample.run(["method.neighbors=3"]).wasUpToDate))
        #expect(try Data(contentsOf: URL(filePath: shard)) == bytes)
        try files.removeItem(atPath: shard)
        #expect(!(try sample.run(["method.neighbors=3"]).wasUpToDate))
        #expect(files.fileExists(atPath: shard))
    }

    @Test("a change that leaves size and time as they were is found by --check-hashes alone")
    func hashes() throws {
        let sample = try PipelineSample()
        let date = Date(timeIntervalSince1970: 1_600_000_000)
        let stamp = { try files.setAttributes([.modificationDate: date], ofItemAtPath: sample.input) }
        try stamp()
        try sample.run()
        let handle = try #require(FileHandle(forUpdatingAtPath: sample.input))
        try handle.seek(toOffset: UInt64("width,height,count,grade,patient,target\n".utf8.count))
        try handle.write(contentsOf: Data("1".utf8))
        try handle.close()
        try stamp()
        #expect(try sample.run().wasUpToDate)
        #expect(!(try sample.run(options: options(checkHashes: true)).wasUpToDate))
    }

    @Test(
        "under --strict a notice is an error: nothing is published, the old set stays, and an old set with notices is refused"
    )
    func strict() throws {
        let sample = try PipelineSample()
        let fussy = ["balance={to: 30}", "method.kind=smote"]
        let notice = "class 'common' keeps its 60 rows: the target is 30 and rows are not removed"
        #expect(sample.failure(fussy, options: options(strict: true)) == notice)
        #expect(!files.fileExists(atPath: sample.output))
        try sample.run(options: options(strict: true))
        let old = try PipelineSample.contents(sample.output)
        #expect(sample.failure(fussy, options: options(strict: true)) == notice)
        #expect(try PipelineSample.contents(sample.output) == old)
        #expect(try sample.run(fussy).manifest.notices == [notice])
        #expect(sample.failure(fussy, options: options(strict: true)) == notice)
    }

    @Test("a run that fails leaves the old set as it was")
    func failing() throws {
        let sample = try PipelineSample()
        try sample.run()
        let old = try PipelineSample.contents(sample.output)
        try sample.write(PipelineSample.text + "1,2\n")
        #expect(sample.failure() != "")
        #expect(try PipelineSample.contents(sample.output) == old)
        try files.removeItem(atPath: sample.input)
        #expect(sample.failure() != "")
        #expect(try PipelineSample.contents(sample.output) == old)
    }

    @Test("what cannot be balanced is refused in words")
    func refusals() throws {
        let sample = try PipelineSample()
        try sample.write("a,target\n1,x\n2,x\n")
        #expect(
            sample.failure(["input.columns={}"])
                == "\(sample.input): all rows are of class 'x'; there is nothing to balance, at least two classes are needed"
        )
        try sample.write("target\nx\ny\n")
        #expect(
            sample.failure(["input.columns={}"])
                == "\(sample.input): there is no feature column; every column is a label, steers the split or is left out"
        )
        #expect(!files.fileExists(atPath: sample.output))
    }
}
