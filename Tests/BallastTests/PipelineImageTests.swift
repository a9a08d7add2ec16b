import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import HDF5
import Testing

@Suite("Images, from an array to shards")
struct PipelineImageTests {
    private let folder: TemporaryDirectory
    private let rowCount = 70

    /// 50, 15 and 5 images of 6 × 5 × 4 bytes, and their labels.
    init() throws {
        folder = try TemporaryDirectory()
        try write("x.npy", "|u1", "\(rowCount), 6, 5, 4", (0..<rowCount * 120).map { UInt8($0 * 31 % 251) })
        try write("y.npy", "|u1", "\(rowCount),", (0..<rowCount).map { $0 < 50 ? 0 : $0 < 65 ? 1 : 2 })
        try write("flat.npy", "|u1", "\(rowCount), 120", (0..<rowCount * 120).map { UInt8($0 * 31 % 251) })
    }

    private func write(_ name: String, _ type: String, _ shape: String, _ values: [UInt8]) throws {
        try Data(ArrayFile.bytes(type, shape, values)).write(to: URL(filePath: folder.file(name)))
    }

    private func load(_ settings: [String], input: String = "x.npy") throws -> LoadedRecipe {
        try Recipe.load(
            file: nil,
            overrides: [
                RecipeOverride("input.path", .texts([folder.file(input)])),
                RecipeOverride("input.labels", .texts([folder.file("y.npy")])),
            ]
                + settings.map { setting in
                    let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
                    return RecipeOverride(parts[0], .yaml(parts[1]))
                })
    }

    private func run(_ settings: [String], into name: String, threads: Int = 2) throws -> Manifest {
        try Pipeline(try load(settings), resources: Resources(threads: threads)).augment(into: folder.file(name))
            .manifest
    }

    @Test(
        "boxes are copied bytes, labels follow from the area, and the set verifies",
        arguments: ["cutmix", "cmo"], ["last", "first"])
    func boxes(method: String, channels: String) throws {
        let manifest = try run(["method={kind: \(method), channels: \(channels)}", "balance.rows=300"], into: "out")
        #expect(manifest.rowShape == [6, 5, 4] && manifest.elementType == .uint8)
        let report = try Verification(path: folder.file("out"), level: .full).run()
        #expect(report.findings.map(\.text) == [] && report.notices == [])

        let file = try HDF5.File(reading: folder.file("out/train-00000.h5"))
        let x = try file.dataset("x").read(UInt8.self)
        let (base, partner) = (
            try file.dataset("base").read(Int64.self), try file.dataset("partner").read(Int64.self)
        )
        let (lambda, soft) = (
            try file.dataset("lambda").read(Float.self), try file.dataset("soft_label").read(Float.self)
        )
        func original(_ row: Int64, _ j: Int) -> UInt8 { UInt8((Int(row) * 120 + j) * 31 % 251) }
        func label(_ row: Int64) -> Int { row < 50 ? 0 : row < 65 ? 1 : 2 }
        var pasted = 0
        for row in base.indices {
            let isBase = (0..<120).map { x[row * 120 + $0] == original(base[row], $0) }
            let isPartner = (0..<120).map { x[row * 120 + $0] == original(partner[row], $0) }
            #expect(zip(isBase, isPartner).allSatisfy { $0 || $1 })
            // Where both agree in a byte by chance, the box cannot be seen from outside.
            #expect(
                Float(isBase.count { !$0 }) / 120 <= lambda[row] && lambda[row] * 120 <= Float(isPartner.count { $0 }))
            pasted += base[row] == partner[row] ? 0 : 1
            var shares = [Float](repeating: 0, count: 3)
            shares[label(base[row])] += 1 - lambda[row]
            shares[label(partner[row])] += lambda[row]
            #expect((0..<3).allSatisfy { abs(soft[row * 3 + $0] - shares[$0]) < 1e-6 })
        }
        #expect(pasted > 150)
    }

    @Test("for any number of threads the bytes are the same", arguments: ["cutmix", "cmo"])
    func bytes(method: String) throws {
        let settings = [
            "method={kind: \(method)}", "output.rows_per_shard=40", "imbalance.type=exp", "imbalance.factor=8",
        ]
        _ = try run(settings, into: "one", threads: 1)
        _ = try run(settings, into: "three", threads: 3)
        #expect(
            try PipelineSample.contents(folder.file("one")) == PipelineSample.contents(folder.file("three")))
    }

    @Test("a pixel outside its box is found by a full verification")
    func damage() throws {
        _ = try run(["method.kind=cutmix", "output.compression=0"], into: "out")
        let shard = folder.file("out/train-00000.h5")
        var contents = try ShardContents(shard)
        let made = try #require(
            HDF5.File(reading: shard).dataset("lambda").read(Float.self).firstIndex { $0 > 0 })
        contents["x", made * 120 + 7] = contents["x", made * 120 + 7] ^ UInt8(1)
        try contents.write(shard)
        let findings = try Verification(path: folder.file("out"), level: .full).run().findings
        #expect(findings.contains { $0.check == .blends && $0.row == made }, "\(findings.map(\.text))")
    }

    @Test("rows that are no images are refused, by plan too", arguments: ["cutmix", "cmo"])
    func noImages(method: String) throws {
        let problem = SynthesisError(
            "'\(method)' needs images, rows of the shape [height, width, channels] or [height, width]; "
                + "these have the shape [120]")
        let pipeline = Pipeline(try load(["method.kind=\(method)"], input: "flat.npy"))
        #expect(throws: problem) { try pipeline.augment(into: folder.file("out")) }
        #expect(throws: problem) { try pipeline.plan() }
    }
}
