import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import HDF5
import Testing

/// A small data set in a folder of its own, and the runs over it.
struct PipelineSample {
    let folder: TemporaryDirectory
    var input: String { folder.file("train.csv") }
    var output: String { folder.file("out") }

    /// Three classes of 60, 24 and 6 rows; two numeric columns, a whole-number and a nominal one, and a patient.
    init() throws {
        folder = try TemporaryDirectory()
        try write(Self.text)
    }

    static let text: String = {
        var lines = ["width,height,count,grade,patient,target"]
        var state: UInt32 = 7
        func next(_ bound: UInt32) -> UInt32 {
            state = state &* 1_664_525 &+ 1_013_904_223
            return (state >> 8) % bound
        }
        for row in 0..<90 {
            let target = row % 15 == 14 ? "rare" : row % 3 == 2 ? "middle" : "common"
            let shift = target == "rare" ? 300 : 0
            lines.append(
                "\(next(1000)).\(next(100)),\(Double(next(2000)) / 8),\(Int(next(50)) + shift),\("xyz".map { "\($0)" }[Int(next(3))]),p\(row / 3),\(target)"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    func write(_ text: String, to name: String = "train.csv") throws {
        try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
    }

    /// The settings are those of a command line, `method.kind=smote`.
    func load(_ settings: [String] = [], input: String? = nil) throws -> LoadedRecipe {
        let overrides = settings.map { setting in
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            return RecipeOverride(parts[0], .yaml(parts[1]))
        }
        return try Recipe.load(
            file: nil,
            overrides: [
                RecipeOverride("input.path", .texts([input ?? self.input])),
                RecipeOverride("input.label", .text("target")),
                RecipeOverride("input.columns", .yaml("{patient: ignore}")),
            ] + overrides)
    }

    @discardableResult func run(
        _ settings: [String] = [], into output: String? = nil, input: String? = nil, threads: Int = 2,
        options: Pipeline.Options = Pipeline.Options(), progress: @escaping ProgressHandler = { _ in }
    ) throws -> Pipeline.Outcome {
        try Pipeline(try load(settings, input: input), resources: Resources(threads: threads), progress: progress)
            .augment(into: output ?? self.output, options: options)
    }

    /// Expects of a run that one thread and seven give the same bytes and that `verify --full` finds them true.
    @discardableResult func expectSameAndTrue(
        _ settings: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Manifest {
        let manifest = try run(settings, threads: 1).manifest
        let expected = try Self.contents(output)
        let report = try Verification(path: output, level: .full, resources: Resources(threads: 2)).run()
        #expect(report.findings.map(\.text) == [], "\(settings)", sourceLocation: sourceLocation)
        try FileManager.default.removeItem(atPath: output)
        try run(settings, threads: 7)
        #expect(try Self.contents(output) == expected, "\(settings)", sourceLocation: sourceLocation)
        return manifest
    }

    /// The words of the error of a run; empty if it succeeds.
    func failure(
        _ settings: [String] = [], into output: String? = nil, options: Pipeline.Options = Pipeline.Options(),
        progress: @escaping ProgressHandler = { _ in }
    ) -> String {
        do {
            try run(settings, into: output, options: options, progress: progress)
            return ""
        } catch {
            return "\(error)"
        }
    }

    /// Name and contents of every file but `run.json`, and the manifest without the inputs' paths.
    static func contents(_ directory: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name != "run.json" {
            files[name] = try Data(contentsOf: URL(filePath: "\(directory)/\(name)"))
        }
        return files
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
}

/// The columns of a shard that tests look at.
struct ShardRows {
    let names: [String]
    let x: [Float]
    let label, categorical: [Int32]
    let base, partner: [Int64]
    let lambda, weight: [Float]
    let synthetic: [UInt8]
    let soft: [Float]

    init(_ path: String) throws {
        let file = try HDF5.File(reading: path)
        names = try file.datasetNames()
        let names = names
        func read<Value: HDF5.Number>(_ name: String, _ type: Value.Type) throws -> [Value] {
            names.contains(name) ? try file.dataset(name).read(type) : []
        }
        x = try read("x", Float.self)
        label = try read("label", Int32.self)
        categorical = try read("x_categorical", Int32.self)
        base = try read("base", Int64.self)
        partner = try read("partner", Int64.self)
        lambda = try read("lambda", Float.self)
        weight = try read("weight", Float.self)
        synthetic = try read("synthetic", UInt8.self)
        soft = try read("soft_label", Float.self)
    }
}
