import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

@Suite("Directories of outputs and of work")
struct FilesTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
    }

    private func names(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file(name)).sorted()
    }

    @Test("an output is the directory itself, however it is named")
    func spellings() throws {
        try FileManager.default.createDirectory(atPath: folder.file("out"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file("out"))
        let real = URL(filePath: folder.path).resolvingSymlinksInPath().path
        for name in ["out", "out/", "out//", "./out", "out/../out", "link"] {
            let output = try OutputDirectory(folder.file(name))
            #expect(output.parent == real && output.name == "out", "\(name)")
            #expect(output.file("x") == "\(real)/out/x")
        }
        let new = try OutputDirectory(folder.file("a/b/new/"))
        #expect(new.parent == "\(real)/a/b" && new.name == "new")
    }

    @Test("work of another identity is thrown away, its notes with it")
    func identity() throws {
        let work = try WorkDirectory(beside: OutputDirectory(folder.file("out")))
        try work.adopt(identity: "first")
        try write("shard", to: ".out.ballast/stage/train-00000.h5")
        try FileManager.default.createDirectory(
            atPath: folder.file(".out.ballast/finished"), withIntermediateDirectories: false)
        try write("note", to: ".out.ballast/finished/train-00000.h5.json")
        try work.adopt(identity: "first")
        #expect(try names(".out.ballast/stage") == ["train-00000.h5"] && names(".out.ballast/finished").count == 1)
        try work.adopt(identity: "second")
        #expect(try names(".out.ballast/stage") == [])
        #expect(!FileManager.default.fileExists(atPath: folder.file(".out.ballast/finished")))
    }

    /// Between the exchange of the sets and the removal of the old one, the stage holds the old one.
    @Test("once disowned, no shard of the stage is taken up, not even by the same identity")
    func disowned() throws {
        let work = try WorkDirectory(beside: OutputDirectory(folder.file("out")))
        try work.adopt(identity: "first")
        try write("old", to: ".out.ballast/stage/train-00000.h5")
        try work.disown()
        try work.adopt(identity: "first")
        #expect(try names(".out.ballast/stage") == [])
    }

    @Test("two at a time get one directory: the second is told whose it is")
    func lock() throws {
        let output = try OutputDirectory(folder.file("out"))
        var first: WorkDirectory? = try WorkDirectory(beside: output)
        do {
            _ = try WorkDirectory(beside: output)
            Issue.record("the lock was given twice")
        } catch let error as OutputConflict {
            #expect(
                error.description == "'\(output.path)' is being written by process "
                    + "\(ProcessInfo.processInfo.processIdentifier); wait for it or write elsewhere")
        }
        withExtendedLifetime(first) {}
        first = nil
        let second = try WorkDirectory(beside: output)
        let mode = try FileManager.default.attributesOfItem(atPath: second.path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        try second.remove()
        #expect(try names("").isEmpty)
    }

    @Test("a directory from which nothing can be gone on with is removed, another stays")
    func unused() throws {
        let work = try WorkDirectory(beside: OutputDirectory(folder.file("out")))
        try write("shard", to: ".out.ballast/stage/train-00000.h5")
        work.removeIfUnused()
        #expect(try names("") == [".out.ballast"])
        try FileManager.default.removeItem(atPath: folder.file(".out.ballast/stage/train-00000.h5"))
        work.removeIfUnused()
        #expect(try names("").isEmpty)
    }

    @Test("publishing puts the stage in place of whatever stands there")
    func publish() throws {
        let output = try OutputDirectory(folder.file("out"))
        for round in 0..<2 {
            try FileManager.default.createDirectory(atPath: folder.file("stage"), withIntermediateDirectories: false)
            try write("\(round)", to: "stage/manifest.json")
            try output.publish(folder.file("stage"), replaced: folder.file("replaced"))
            #expect(try String(contentsOfFile: folder.file("out/manifest.json"), encoding: .utf8) == "\(round)")
            #expect(try names("") == ["out"])
        }
    }

    @Test("a run killed while it renewed its record leaves nothing foreign")
    func temporaryRecord() throws {
        try FileManager.default.createDirectory(atPath: folder.file("out"), withIntermediateDirectories: false)
        try write("", to: "out/run.json.tmp")
        try OutputDirectory(folder.file("out")).checkReplaceable(force: false)
        try write("", to: "out/other.tmp")
        #expect(throws: OutputConflict.self) {
            try OutputDirectory(folder.file("out")).checkReplaceable(force: false)
        }
    }

    @Test("errors of the system name the file and the cause")
    func errors() throws {
        let gone = folder.file("gone/file")
        #expect(throws: (any Error).self) { try FileSystem.write("x", to: gone) }
        do { try FileSystem.write("x", to: gone) } catch {
            #expect("\(error)" == "cannot create '\(gone).tmp': No such file or directory")
        }
        do { _ = try FileDigest.sha256(ofFile: gone) } catch {
            #expect("\(error)" == "cannot open '\(gone)': No such file or directory")
        }
        #expect(try FileSystem.read(gone) == nil)
        #expect(try FileSystem.names(in: folder.file("gone")) == nil)
        try FileSystem.remove(gone)
        try write("abc", to: "abc")
        #expect(
            try FileDigest.sha256(ofFile: folder.file("abc"))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(FileDigest.sha256(of: "abc") == (try FileDigest.sha256(ofFile: folder.file("abc"))))
    }

    @Test("arrays stand in memory while they are few, in files beyond that, and are zeroed and writable in both")
    func storage() throws {
        for limit in [0, 1 << 30] {
            let storage = WorkStorage(directory: folder.file("tables"), memoryLimit: limit)
            let array = try StoredArray<Int64>(named: "rows", count: 100_000, in: storage)
            #expect(array.elements.allSatisfy { $0 == 0 })
            for index in 0..<array.count { array[index] = Int64(index) }
            array.region.discard()
            #expect((0..<array.count).allSatisfy { array[$0] == Int64($0) }, "what is given back stays readable")
            #expect(try StoredArray<Int32>(named: "none", count: 0, in: storage).count == 0)
        }
        #expect(try names("tables").isEmpty, "a killed run leaves no table behind")
    }

    @Test("a table has no name, so nothing that stands in its directory is touched")
    func nameless() throws {
        try FileManager.default.createDirectory(atPath: folder.file("tables"), withIntermediateDirectories: false)
        try write("of another process", to: "tables/rows")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("tables/labels"), withDestinationPath: folder.file("elsewhere"))
        let storage = WorkStorage(directory: folder.file("tables"), memoryLimit: 0)
        for name in ["rows", "labels"] {
            let array = try StoredArray<Int64>(named: name, count: 1000, in: storage)
            array[999] = 1
        }
        #expect(try FileSystem.read(folder.file("tables/rows")) == "of another process")
        #expect(try names("tables") == ["labels", "rows"] && names("") == ["tables"])
    }

    @Test("memory that was given back can be had again")
    func released() throws {
        let storage = WorkStorage(directory: folder.file("tables"), memoryLimit: 1 << 20)
        for _ in 0..<10 { _ = try storage.makeRegion(named: "rows", byteCount: 1 << 20) }
        #expect(try names("").isEmpty, "no file was needed")
        let held = try storage.makeRegion(named: "rows", byteCount: 1 << 20)
        _ = try storage.makeRegion(named: "more", byteCount: 1)
        #expect(try names("") == ["tables"])
        withExtendedLifetime(held) {}
    }

    @Test("content digests are XXH3-128 of the bytes, however they are cut")
    func digest() {
        let (whole, pieces) = (ContentDigest(), ContentDigest())
        // The published value for no bytes.
        #expect(whole.hexadecimal == "99aa06d3014798d86001c324468d497f")
        whole.update("shuffled rows")
        for piece in ["shuff", "", "led rows"] { pieces.update(piece) }
        #expect(whole.hexadecimal == pieces.hexadecimal && whole.hexadecimal.count == 32)
    }
}
