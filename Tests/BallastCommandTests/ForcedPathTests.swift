import BallastTestSupport
import Foundation
import Testing

@Suite("Paths that tests can force")
struct ForcedPathTests {
    private static let strategies = ["automatic", "float64", "float32", "float32-pairs", "bytes", "byte-pairs"]

    /// Four clusters in twelve columns, with ties, copies and a far outlier.
    private static let table: String = {
        var random = SeededGenerator(seed: 3)
        let rows = (0..<900).map { row -> String in
            let cluster = Int.random(in: 0..<4, using: &random)
            let values = (0..<12).map { column in
                row == 5 ? "1e6" : "\(cluster * (column % 3)).\(Int.random(in: 0..<20, using: &random))"
            }
            return values.joined(separator: ",") + (row % 9 < 2 ? ",rare\n" : ",usual\n")
        }
        return (0..<12).map { "c\($0)," }.joined() + "target\n" + rows.joined() + rows[0...30].joined()
    }()

    private func shards(_ process: BallastProcess, _ method: String, _ environment: [String: String]) throws -> [Data] {
        let run = try process.run(
            ["augment", "table.csv", "--label", "target", "--method", method, "-o", "out", "--force", "--quiet"],
            environment: environment)
        try #require(run.status == 0, "\(run.errors)")
        defer { try? FileManager.default.removeItem(atPath: process.folder.file("out")) }
        return try FileManager.default.contentsOfDirectory(atPath: process.folder.file("out")).sorted()
            .filter { $0.hasSuffix(".h5") }.map {
                try Data(contentsOf: URL(filePath: process.folder.file("out/" + $0)))
            }
    }

    @Test(
        "every SIMD path and every way to find neighbours give the same bytes", arguments: ["smote", "soft-smote"])
    func sameBytes(method: String) throws {
        let process = try BallastProcess()
        try process.write(Self.table, to: "table.csv")
        let expected = try shards(process, method, [:])
        #expect(!expected.isEmpty)
        for simd in ["avx512", "avx2", "portable"] {
            for strategy in Self.strategies {
                let environment = ["BALLAST_SIMD": simd, "BALLAST_NEIGHBORS": strategy]
                #expect(try shards(process, method, environment) == expected, "\(environment)")
            }
        }
    }

    @Test("--timings names the way that neighbours were found", arguments: ["float64", "byte-pairs"])
    func timings(strategy: String) throws {
        let process = try BallastProcess()
        try process.write(Self.table, to: "table.csv")
        let run = try process.run(
            ["augment", "table.csv", "--label", "target", "--method", "smote", "-o", "out", "--timings"],
            environment: ["BALLAST_NEIGHBORS": strategy])
        #expect(run.errors.contains(" s (\(strategy))\n"))
    }

    @Test("a way to find neighbours that there is not is refused")
    func unknown() throws {
        let run = try BallastProcess().run(
            ["augment", "train.csv", "--label", "target", "-o", "out"], environment: ["BALLAST_NEIGHBORS": "magic"])
        #expect(run.status == 64)
        #expect(
            run.errors.contains(
                "BALLAST_NEIGHBORS: 'magic' is no way to find neighbours; there are automatic, float64, float32, "
                    + "float32-pairs, bytes, byte-pairs"))
    }
}
