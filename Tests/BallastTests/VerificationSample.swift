import Ballast
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

/// A small data set that was made for one test, which may ruin it.
struct VerificationSample {
    let folder: TemporaryDirectory
    let output: String
    let input: String

    /// 150 rows, 120 of class `no` and 30 of class `yes`, with a real, a whole and a nominal column.
    static var table: String {
        var text = "a,n,color,target\n"
        for row in 0..<150 {
            let isRare = row % 5 == 0
            let a = Double((row * 37) % 100) / 7 + (isRare ? 20 : 0)
            text += "\(a),\((row * 13) % 17),\(["red", "green", "blue"][row * 7 % 3]),\(isRare ? "yes" : "no")\n"
        }
        return text
    }

    /// - Parameters:
    ///   - recipe: YAML lines that follow the input.
    ///   - missing: what `input.missing` says.
    ///   - table: CSV with the label in the column `target`.
    init(
        _ recipe: String = """
        split: {train: 0.8, validation: 0.1, test: 0.1}
        output: {rows_per_shard: 64, compression: 0}
        seed: 7
        """, missing: String = "error", table: String = Self.table
    ) throws {
        folder = try TemporaryDirectory()
        output = folder.file("out")
        input = folder.file("train.csv")
        try table.write(toFile: input, atomically: true, encoding: .utf8)
        let text = "version: 1\ninput: {path: train.csv, label: target, missing: \(missing)}\n" + recipe
        let loaded = try Recipe.load(text: text, name: folder.file("recipe.yaml"))
        _ = try Pipeline(loaded, resources: Resources(threads: 2)).augment(into: output)
    }

    func verify(_ level: VerificationLevel = .standard, inputs: [String] = []) throws -> VerificationReport {
        try Verification(path: output, level: level, inputs: inputs, resources: Resources(threads: 2)).run()
    }

    /// The findings as a user reads them.
    func findings(_ level: VerificationLevel = .standard) throws -> [String] { try verify(level).findings.map(\.text) }

    func path(_ name: String) -> String { output + "/" + name }

    var manifest: Manifest {
        get throws {
            let text = try String(contentsOfFile: path("manifest.json"), encoding: .utf8)
            return try CanonicalJSON.decode(Manifest.self, from: text)
        }
    }

    /// Replaces text in the manifest; fails the test if it is not there.
    func editManifest(_ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: path("manifest.json"), encoding: .utf8)
        try #require(text.contains(old), "the manifest does not hold \(old)")
        try text.replacingOccurrences(of: old, with: new).write(
            toFile: path("manifest.json"), atomically: true, encoding: .utf8)
    }

    /// Writes a shard again with other contents.
    func edit(_ name: String, _ change: (inout ShardContents) throws -> Void) throws {
        var contents = try ShardContents(path(name))
        try change(&contents)
        try contents.write(path(name))
    }
}
