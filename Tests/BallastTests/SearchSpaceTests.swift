import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

/// 90 rows of the sample with an embedding that has nothing to do with their columns.
private struct EmbeddedSample {
    let sample: PipelineSample
    let rows: [[Float]]

    init(_ change: (inout [[Float]]) -> Void = { _ in }) throws {
        sample = try PipelineSample()
        var rows = (0..<90).map { row -> [Float] in
            let (first, second) = (row * 37 % 91, row * row % 23)
            return [Float(first), Float(second) / 4 + 0.5]
        }
        change(&rows)
        self.rows = rows
        try write(rows)
    }

    func write(_ rows: [[Float]], type: String = "<f4", shape: String? = nil) throws {
        let header =
            "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape ?? "(\(rows.count), \(rows[0].count))"), }"
        let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
        var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(padded.utf8.count), 0])
        data.append(contentsOf: padded.utf8)
        for value in rows.joined() {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
        try data.write(to: URL(filePath: file))
    }

    var file: String { sample.folder.file("emb.npy") }

    var settings: [String] { ["distance.embedding=\(file)", "method={kind: smote, neighbors: 1}"] }

    func shard() throws -> ShardRows { try ShardRows(sample.output + "/train-00000.h5") }

    /// The nearest row of the same class, ties by number.
    func nearest(_ base: Int, among rows: [Int], in space: [[Float]]) -> Int64 {
        func distance(_ other: Int) -> Double {
            zip(space[base], space[other]).reduce(0) { sum, pair in
                let difference = Double(pair.0) - Double(pair.1)
                return sum + difference * difference
            }
        }
        return rows.filter { $0 != base }.min { (distance($0), $0) < (distance($1), $1) }.map(Int64.init) ?? -1
    }

    static func rowClass(_ row: Int) -> Int { row % 15 == 14 ? 2 : row % 3 == 2 ? 1 : 0 }

    func expectNearest(in space: [[Float]], dropped: Set<Int> = []) throws {
        let shard = try shard()
        for (index, isMade) in shard.synthetic.enumerated() where isMade == 1 {
            let base = Int(shard.base[index])
            let others = rows.indices.filter { Self.rowClass($0) == Self.rowClass(base) && !dropped.contains($0) }
            #expect(shard.partner[index] == nearest(base, among: others, in: space), "row \(index)")
        }
        #expect(shard.synthetic.contains(1))
    }

    func verify() throws -> [String] {
        let report = try Verification(path: sample.output, level: .full, resources: Resources(threads: 2)).run()
        #expect(report.checks.contains { $0.check == .blends && $0.examined > 0 })
        return report.findings.map(\.text) + report.notices
    }
}

@Suite("Neighbours in another space")
struct SearchSpaceTests {
    @Test("partners are the nearest in the embedding, rows are mixed from the columns, and verify makes them again")
    func embedding() throws {
        let embedded = try EmbeddedSample()
        let manifest = try embedded.sample.run(embedded.settings).manifest
        try embedded.expectNearest(in: embedded.rows)
        #expect(manifest.inputs.map(\.path) == [embedded.sample.input, embedded.file])
        #expect(manifest.inputs[1].rows == 0 && manifest.inputs[1].sha256.count == 64)
        #expect(try embedded.verify() == [])
    }

    @Test("a row that is dropped as missing keeps its place in the embedding")
    func dropped() throws {
        let embedded = try EmbeddedSample()
        var lines = PipelineSample.text.split(separator: "\n").map(String.init)
        for row in [2, 30] { lines[row + 1] = "NA" + lines[row + 1].drop { $0 != "," } }
        try embedded.sample.write(lines.joined(separator: "\n") + "\n")
        try embedded.sample.run(embedded.settings + ["input.missing=drop"])
        try embedded.expectNearest(in: embedded.rows, dropped: [2, 30])
        #expect(try embedded.verify() == [])
    }

    @Test("the cosine compares rows scaled to length 1; a row of zeros is counted")
    func cosine() throws {
        let embedded = try EmbeddedSample { $0[4] = [0, 0] }
        let manifest = try embedded.sample.run(embedded.settings + ["distance.metric=cosine"]).manifest
        try embedded.expectNearest(
            in: embedded.rows.map { row in
                let length = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
                return row.map { length == 0 ? 0 : Float(Double($0) / length) }
            })
        #expect(
            manifest.notices.contains(
                "1 training row is all zeros and without a direction: the cosine takes them as they are"))
        #expect(try embedded.verify() == [])
    }

    @Test("another embedding is another data set; the same one is up to date")
    func identity() throws {
        let embedded = try EmbeddedSample()
        let first = try embedded.sample.run(embedded.settings)
        #expect(try embedded.sample.run(embedded.settings).wasUpToDate)
        try embedded.write(embedded.rows.reversed())
        let second = try embedded.sample.run(embedded.settings)
        #expect(!second.wasUpToDate && second.manifest.identity != first.manifest.identity)
        #expect(second.manifest.contentDigest != first.manifest.contentDigest)
        let plain = try embedded.sample.run(["method={kind: smote, neighbors: 1}"])
        #expect(plain.manifest.identity != second.manifest.identity && plain.manifest.inputs.count == 1)
    }

    @Test("the scale is none unless it is given, and is given for columns beside an embedding")
    func scale() throws {
        let embedded = try EmbeddedSample()
        #expect(try embedded.sample.load(embedded.settings).recipe.distance.scale == .none)
        #expect(
            try embedded.sample.load(embedded.settings + ["distance.scale=standard"]).recipe.distance.scale == .standard
        )
        #expect(try embedded.sample.load(["distance.metric=cosine"]).recipe.distance.scale == .none)
        #expect(try embedded.sample.load(["distance.components=2"]).recipe.distance.scale == .standard)
    }

    @Test(
        "an embedding that does not fit is an error that names the row or the shape",
        arguments: [
            (
                "<f4", "(89, 2)",
                "has 89 rows, the inputs have 90; give one row for each data row, in order, rows that are dropped included"
            ),
            ("<i4", "(90, 2)", "is no array of floats; save the embedding as float16, float32 or float64"),
            ("<f4", "(90, 2, 1)", "has shape [90, 2, 1]; an embedding has two axes, rows and columns"),
        ])
    func wrongShape(type: String, shape: String, problem: String) throws {
        let embedded = try EmbeddedSample()
        try embedded.write(Array(embedded.rows.prefix(shape.hasPrefix("(89") ? 89 : 90)), type: type, shape: shape)
        #expect(embedded.sample.failure(embedded.settings) == "\(embedded.file): \(problem)")
    }

    @Test("a value that is missing or infinite is an error that names the row")
    func wrongValues() throws {
        let missing = try EmbeddedSample { $0[41][1] = .nan }
        #expect(
            missing.sample.failure(missing.settings + ["input.missing=drop"])
                == "\(missing.file): row 41, column 1: value is missing (nan); every data row needs a whole embedding")
        let infinite = try EmbeddedSample { $0[3][0] = -.infinity }
        #expect(
            infinite.sample.failure(infinite.settings)
                == "\(infinite.file): row 3, column 0: value is infinite; clean the data")
        #expect(infinite.sample.failure(["distance.embedding=/nowhere/e.npy"]).contains("/nowhere/e.npy: no such file"))
    }

    @Test("components give the same bytes for any number of threads, others than the columns do, and are made again")
    func components() throws {
        let embedded = try EmbeddedSample()
        let settings = ["distance.components=2", "method.kind=smote"]
        try embedded.sample.run(settings, threads: 1)
        let expected = try PipelineSample.contents(embedded.sample.output)
        try FileManager.default.removeItem(atPath: embedded.sample.output)
        try embedded.sample.run(settings, threads: 5)
        #expect(try PipelineSample.contents(embedded.sample.output) == expected)
        #expect(try embedded.verify() == [])
        let plain = try embedded.sample.run(["method.kind=smote"], into: embedded.sample.folder.file("plain")).manifest
        let both = try embedded.sample.run(settings, into: embedded.sample.folder.file("both")).manifest
        #expect(plain.contentDigest != both.contentDigest)
    }

    @Test("components that the columns do not allow are refused with a number")
    func tooMany() throws {
        let embedded = try EmbeddedSample()
        #expect(
            embedded.sample.failure(["distance.components=4"])
                == "distance.components: 4 is more than the 3 numeric columns; give at most 3")
        #expect(
            embedded.sample.failure(embedded.settings + ["distance.components=3"])
                == "distance.components: 3 is more than the 2 columns of the embedding; give at most 2")
        try embedded.write((0..<90).map { _ in [Float](repeating: 1, count: 1025) })
        #expect(
            embedded.sample.failure(embedded.settings + ["distance.components=3"])
                == "distance.components: components of 1025 columns of the embedding take too long, at most 1024 are "
                + "allowed; make them outside and name them with distance.embedding")
        try embedded.sample.write(
            "c,target\n" + (0..<20).map { "\("xyz".map(\.self)[$0 % 3]),\($0 % 5 / 4)\n" }.joined())
        #expect(
            embedded.sample.failure(["input.columns={}", "distance.metric=cosine"])
                == "distance.metric: there is no numeric column; leave it out, nominal columns are compared as they are"
        )
    }

    @Test("with a method that looks for no neighbours a notice says that it has no effect")
    func noSearch() throws {
        let embedded = try EmbeddedSample()
        let manifest = try embedded.sample.run(["distance.embedding=\(embedded.file)", "method.kind=rose"]).manifest
        #expect(manifest.notices.contains("'rose' looks for no neighbours: distance.embedding has no effect"))
        #expect(manifest.inputs.count == 2)
        let plain = try embedded.sample.run(["method.kind=rose"], into: embedded.sample.folder.file("plain")).manifest
        #expect(plain.contentDigest == manifest.contentDigest)
    }
}
