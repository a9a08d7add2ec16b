import Ballast
import BallastCore
import BallastFormats
import Foundation
import HDF5
import Testing

/// Files, heads of files and the manifest.
struct VerificationFileTests {
    private let shard = "train-00001.h5"

    @Test("a shard that is cut short is told by its size, and not read")
    func truncated() throws {
        let sample = try VerificationSample()
        let bytes = try Data(contentsOf: URL(filePath: sample.path(shard)))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: sample.path(shard)))
        let report = try sample.verify()
        let texts = report.findings.map(\.text)
        #expect(texts.contains("\(shard): the file has \(bytes.count / 2) bytes; the manifest says \(bytes.count)"))
        #expect(texts.contains { $0.hasPrefix("\(shard): cannot open '\(sample.path(shard))': ") })
        #expect(report.notices == ["the values of 1 unsound shard were not all looked at"])
        #expect(try sample.findings(.quick).count == 2)
    }

    @Test("a missing shard and a foreign file are told by name")
    func missingAndForeign() throws {
        let sample = try VerificationSample()
        try FileManager.default.removeItem(atPath: sample.path(shard))
        try "hello".write(toFile: sample.path("notes.txt"), atomically: true, encoding: .utf8)
        #expect(
            try sample.findings(.quick) == [
                "\(shard): the file is missing; the manifest lists it",
                "notes.txt: the file is not listed in the manifest; nothing else may stand in the directory",
            ])
    }

    @Test("a file that is no HDF5 file is a finding")
    func notHDF5() throws {
        let sample = try VerificationSample()
        try "not HDF5".write(toFile: sample.path(shard), atomically: true, encoding: .utf8)
        #expect(
            try sample.findings(.quick).contains(
                "\(shard): cannot open '\(sample.path(shard))': it is not an HDF5 file; "
                    + "its first bytes are not those of the format"))
    }

    @Test("attributes must say what recipe and manifest say")
    func attributes() throws {
        let sample = try VerificationSample()
        try sample.edit(shard) { contents in
            contents.attributes["split"] = .string("test")
            contents.attributes["row_start"] = .integer(63)
            contents.attributes["classes"] = .strings(["yes", "no"])
            contents.attributes["seed"] = nil
        }
        let texts = try sample.verify(.quick).findings.filter { $0.check == .attributes }.map(\.text)
        #expect(
            texts.sorted() == [
                "\(shard): the attribute 'classes' is [\"yes\", \"no\"]; recipe and manifest say [\"no\", \"yes\"]",
                "\(shard): the attribute 'row_start' is 63; recipe and manifest say 64",
                "\(shard): the attribute 'seed' is missing",
                "\(shard): the attribute 'split' is 'test'; recipe and manifest say 'train'",
            ])
    }

    @Test("data sets have the type, shape and chunks of the layout, and there is no other")
    func dataSets() throws {
        let sample = try VerificationSample()
        try sample.edit(shard) { contents in
            contents.dataSets["lambda"] = nil
            contents.dataSets["label"]?.type = .uint32
            contents.dataSets["extra"] = contents.dataSets["weight"]
            contents.dataSets["more"] = contents.dataSets["weight"]
        }
        let texts = try sample.verify(.quick).findings.filter { $0.check == .layout }.map(\.text)
        #expect(
            texts == [
                "\(shard): it holds 10 objects; a shard of this recipe holds 9 data sets",
                "\(shard): label: it is uint32 [64]; it must be int32 [64]",
                "\(shard): lambda: the data set is missing",
            ])
    }

    @Test("without a manifest there is no data set")
    func noManifest() throws {
        let sample = try VerificationSample()
        try FileManager.default.removeItem(atPath: sample.path("manifest.json"))
        let error = #expect(throws: InputError.self) { try sample.verify() }
        #expect(error?.isMissingInput == true)
        #expect(
            error?.description
                == "\(sample.output): there is no manifest.json in it, so it is no data set; name the directory of one")
    }

    @Test(
        "a manifest that cannot be used is a finding and never a trap",
        arguments: [
            (
                "\"format_version\": \"1.0\"", "\"format_version\": \"2.0\"",
                "format_version: '2.0' is not known; this build reads 1.0"
            ),
            ("\"ballast-manifest\"", "\"other\"", "format: 'other' is not known; 'ballast-manifest' is"),
            ("\"rows\": 64", "\"rows\": -64", "train-00000.h5: a count is out of range; 0 or more"),
            ("\"rows\": 64", "\"rows\": 9223372036854775807", "train-00000.h5: a count is out of range; 0 or more"),
            ("\"before\": 96", "\"before\": 9223372036854775807", "a count of rows is out of range; 0 or more"),
            (
                "\"element_type\": \"float32\"", "\"element_type\": \"float31\"",
                "element_type: 'float31' is not known; known: float32, int16, int32, int64, int8, uint16, uint32, uint64, uint8"
            ),
            ("\"train\": {", "\"training\": {", "splits: 'training' is no part; known: test, train, validation"),
            (
                "\"kind\": \"soft-smote\"", "\"kind\": \"magic\"",
                "method.kind: 'magic' is not known; known: \(SynthesisMethods.all.map { $0.name }.sorted().joined(separator: ", "))"
            ),
        ])
    func unusableManifest(old: String, new: String, problem: String) throws {
        let sample = try VerificationSample()
        try sample.editManifest(old, new)
        let report = try sample.verify()
        #expect(report.findings.map(\.text) == ["manifest.json: \(problem)"])
        #expect(report.notices == ["nothing but the manifest was looked at, because it cannot be used"])
    }

    @Test("counts of the manifest must follow from its shards, its digests from theirs")
    func manifestCounts() throws {
        let sample = try VerificationSample()
        let manifest = try sample.manifest
        try sample.editManifest("\"after\": \(manifest.classes[1].after)", "\"after\": 5")
        try sample.editManifest(manifest.contentDigest, "abc")
        try sample.editManifest(manifest.identity, "def")
        #expect(
            try sample.findings(.quick) == [
                "manifest.json: content_digest is 'abc'; its shards give '\(manifest.contentDigest)'",
                "manifest.json: identity is 'def'; recipe and inputs give '\(manifest.identity)'",
            ]
                + manifest.classes.filter { $0.after == manifest.classes[1].after }.map {
                    "manifest.json: class '\($0.name)': after is 5; its shards have \($0.after)"
                })
    }

    @Test("class counts of a shard must be those of its rows")
    func classCounts() throws {
        let sample = try VerificationSample()
        let counts = try sample.manifest.shards[0].classCounts
        let text = try String(contentsOfFile: sample.path("manifest.json"), encoding: .utf8)
        let wrong = counts.reversed().map { "\($0)" }.joined(separator: ",\n            ")
        let right = counts.map { "\($0)" }.joined(separator: ",\n            ")
        let start = try #require(text.range(of: right))
        try text.replacingCharacters(in: start, with: wrong).write(
            toFile: sample.path("manifest.json"), atomically: true, encoding: .utf8)
        #expect(
            try sample.findings().contains(
                "test-00000.h5: the number of rows of each class is \(counts) by its values; "
                    + "the manifest says \(Array(counts.reversed()))"))
    }

    @Test("bytes changed at random are found and never a trap")
    func randomBytes() throws {
        let sample = try VerificationSample("output: {compression: 1}\nseed: 3")
        let name = "train-00000.h5"
        let bytes = try Data(contentsOf: URL(filePath: sample.path(name)))
        var state: UInt64 = 1
        for _ in 0..<60 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var damaged = bytes
            damaged[Int(state >> 33) % bytes.count] ^= UInt8(truncatingIfNeeded: state >> 25) | 1
            try damaged.write(to: URL(filePath: sample.path(name)))
            #expect(try !sample.verify(.full).isWhole)
        }
    }
}
