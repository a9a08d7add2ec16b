import Ballast
import BallastFormats
import Foundation
import Testing

/// One thing is wrong at a time; the finding must name it.
struct VerificationDamageTests {
    private let shard = "train-00000.h5"

    /// The first synthetic row with a partner.
    private func blendedRow(_ contents: ShardContents) throws -> Int {
        let rows = (0..<64).filter { isSynthetic(contents, $0) && (contents["lambda", $0] as Float) > 0 }
        return try #require(rows.first)
    }

    private func isSynthetic(_ contents: ShardContents, _ row: Int) -> Bool {
        (contents["synthetic", row] as UInt8) == 1
    }

    @Test("a changed byte of x is found by hash and digest, and by name where rows are made anew")
    func changedValue() throws {
        let sample = try VerificationSample()
        let contents = try ShardContents(sample.path(shard))
        let value: Float = contents["x", 11]
        let pattern = withUnsafeBytes(of: value) { Data($0) }
        var bytes = try Data(contentsOf: URL(filePath: sample.path(shard)))
        let row = (0..<32).flatMap { withUnsafeBytes(of: contents["x", $0] as Float) { Array($0) } }
        let start = try #require(bytes.firstRange(of: Data(row))).lowerBound + 11 * 4
        #expect(bytes[start..<start + 4] == pattern)
        bytes[start] ^= 1
        try bytes.write(to: URL(filePath: sample.path(shard)))

        let standard = try sample.verify()
        #expect(!standard.isWhole)
        #expect(
            standard.findings.map(\.check) == [.hashes, .totals] || standard.findings.contains { $0.check == .values })
        #expect(standard.findings[0].text.hasPrefix("\(shard): its sha256 is "))
        #expect(standard.findings.contains { $0.text.hasPrefix("\(shard): the content digest is ") })

        let full = try sample.verify(.full)
        let finding = try #require(full.findings.first { $0.check == .blends })
        let edited: Float = try ShardContents(sample.path(shard))["x", 11]
        #expect(finding.text.hasPrefix("\(shard): x: row 5: element 1: \(edited) is not \(value), which "))
        #expect(!full.findings.contains { $0.check == .plan })
    }

    @Test("a changed lambda is not what the recipe puts there, and x is not what it gives")
    func changedLambda() throws {
        let sample = try VerificationSample()
        var (found, old, base, partner) = (0, Float(0), Int64(0), Int64(0))
        try sample.edit(shard) { contents in
            found = try blendedRow(contents)
            (old, base, partner) = (contents["lambda", found], contents["base", found], contents["partner", found])
            contents["lambda", found] = Float(0.25)
        }
        let texts = try sample.findings(.full)
        #expect(
            texts.contains(
                "\(shard): lambda: row \(found): it holds base \(base), partner \(partner), lambda 0.25; "
                    + "the recipe puts base \(base), partner \(partner), lambda \(old) here"))
        #expect(texts.contains { $0.hasPrefix("\(shard): x: row \(found): element ") })
    }

    @Test("two exchanged rows keep every sum and are found by the digest and by their positions")
    func exchangedRows() throws {
        let sample = try VerificationSample()
        try sample.edit(shard) { $0.exchange(3, 40) }
        let standard = try sample.verify()
        #expect(
            standard.findings.filter { $0.check != .hashes && $0.check != .files }.allSatisfy {
                $0.problem.hasPrefix("the content digest")
            })
        let full = try sample.verify(.full).findings.filter { $0.check == .plan }
        #expect(full.map(\.row) == [3, 40])
        #expect(full.allSatisfy { $0.problem.hasPrefix("it holds ") })
        #expect(try !sample.verify(.full).findings.contains { $0.check == .blends })
    }

    @Test("an original must have lambda 0, itself as partner, and stand once")
    func originals() throws {
        let sample = try VerificationSample()
        var rows: [Int] = []
        var bases: [Int64] = []
        try sample.edit(shard) { contents in
            rows = (0..<64).filter { !isSynthetic(contents, $0) }
            bases = contents.values("base", as: Int64.self)
            contents["lambda", rows[0]] = Float(0.25)
            contents["partner", rows[1]] = bases[rows[0]]
            contents["base", rows[3]] = bases[rows[2]]
            contents["partner", rows[3]] = bases[rows[2]]
        }
        let texts = try sample.findings()
        #expect(texts.contains("\(shard): lambda: row \(rows[0]): 0.25 for an original; it must be 0"))
        #expect(
            texts.contains(
                "\(shard): partner: row \(rows[1]): an original has the partner \(bases[rows[0]]); "
                    + "it must be its own, \(bases[rows[1]])"))
        #expect(
            texts.contains(
                "\(shard): base: row \(rows[3]): input row \(bases[rows[2]]) stands here a second time; "
                    + "each original stands once"))
        #expect(texts.contains("manifest.json: the training part has 119 originals; the classes had 120 rows before"))
    }

    @Test("a parent outside the training part is leakage")
    func leakage() throws {
        let sample = try VerificationSample()
        let outsider: Int64 = try ShardContents(sample.path("test-00000.h5"))["base", 2]
        var found = 0
        try sample.edit(shard) { contents in
            found = try blendedRow(contents)
            contents["partner", found] = outsider
        }
        #expect(
            try sample.findings().contains(
                "\(shard): partner: row \(found): input row \(outsider) is in the test part; "
                    + "synthetic rows have parents of the training part only"))
    }

    @Test("a row of two parts breaks the split, a row that does not exist is named")
    func disjointParts() throws {
        let sample = try VerificationSample()
        let other: Int64 = try ShardContents(sample.path("test-00000.h5"))["base", 0]
        var rows: [Int] = []
        try sample.edit(shard) { contents in
            rows = (0..<64).filter { !isSynthetic(contents, $0) }
            contents["base", rows[0]] = other
            contents["partner", rows[0]] = other
            contents["base", rows[1]] = Int64(150)
            contents["base", rows[2]] = Int64.min
        }
        let texts = try sample.findings(.full)
        #expect(
            texts.contains(
                "test-00000.h5: base: row 0: input row \(other) is in the train part too; the parts must be disjoint"))
        #expect(texts.contains("\(shard): base: row \(rows[1]): 150 is no input row; 0 to 149 are"))
        #expect(texts.contains("\(shard): base: row \(rows[2]): \(Int64.min) is no input row; 0 to 149 are"))
    }

    @Test("soft labels are shares, and the label has the largest")
    func labels() throws {
        let sample = try VerificationSample()
        var rows: [Int] = []
        try sample.edit(shard) { contents in
            rows = (0..<64).filter { !isSynthetic(contents, $0) && (contents["label", $0] as Int32) == 0 }
            contents["soft_label", 2 * rows[0]] = Float(0.75)
            contents["soft_label", 2 * rows[1]] = Float(1.5)
            contents["soft_label", 2 * rows[1] + 1] = Float(-0.5)
            contents["label", rows[2]] = Int32(1)
            contents["label", rows[3]] = Int32(2)
            contents["soft_label", 2 * rows[4]] = Float.nan
        }
        let texts = try sample.findings()
        #expect(texts.contains("\(shard): soft_label: row \(rows[0]): the shares sum to 0.75; they must sum to 1"))
        #expect(texts.contains("\(shard): soft_label: row \(rows[1]): a share is -0.5; none may be below 0"))
        #expect(
            texts.contains("\(shard): label: row \(rows[2]): class 1 has not the largest soft label; class 0 has"))
        #expect(texts.contains("\(shard): label: row \(rows[3]): 2 is no class; 0 to 1 are"))
        #expect(texts.contains("\(shard): soft_label: row \(rows[4]): the shares sum to nan; they must sum to 1"))
    }

    @Test("values keep to the range of their column, whole columns are whole, codes are known")
    func values() throws {
        let sample = try VerificationSample()
        try sample.edit(shard) { contents in
            contents["x", 2 * 4] = Float(99)
            contents["x", 2 * 5 + 1] = Float(2.5)
            contents["x", 2 * 6] = Float.nan
            contents["x_categorical", 7] = Int32(3)
            contents["x_categorical", 8] = Int32(-1)
            contents["weight", 9] = Float(-1)
        }
        let texts = try sample.findings()
        #expect(
            texts.contains(
                "\(shard): x: row 4: element 0: 'a' is 99.0; its column runs from 0.14285715 to 33.57143"))
        #expect(texts.contains("\(shard): x: row 5: element 1: 'n' is 2.5; its column holds whole numbers"))
        #expect(texts.contains { $0.hasPrefix("\(shard): x: row 6: element 0: 'a' is nan; its column runs from ") })
        #expect(
            texts.contains(
                "\(shard): x_categorical: row 7: 'color' has the code 3; 0 to 2 are known, and no value of it is missing"
            ))
        #expect(texts.contains { $0.hasPrefix("\(shard): x_categorical: row 8: 'color' has the code -1; ") })
        #expect(texts.contains("\(shard): weight: row 9: -1.0 is no weight; 0 or more"))
    }

    @Test("synthetic is 0 or 1, and 0 outside the training part")
    func syntheticFlag() throws {
        let sample = try VerificationSample()
        try sample.edit("validation-00000.h5") { contents in
            contents["synthetic", 0] = UInt8(1)
            contents["synthetic", 1] = UInt8(7)
        }
        let texts = try sample.findings()
        #expect(texts.contains("validation-00000.h5: synthetic: row 0: a validation row is synthetic; none may be"))
        #expect(texts.contains("validation-00000.h5: synthetic: row 1: 7 is neither 0 nor 1"))
        #expect(
            texts.contains("validation-00000.h5: the number of synthetic rows is 8 by its values; the manifest says 0"))
    }

    @Test("of many findings of one kind ten are told and all are counted")
    func manyFindings() throws {
        let sample = try VerificationSample()
        try sample.edit(shard) { contents in
            for row in 0..<64 { contents["weight", row] = Float.infinity }
        }
        let report = try sample.verify()
        #expect(report.findings.count { $0.check == .lineage } == 10)
        #expect(report.checks.first { $0.check == .lineage }?.findings == 64)
    }
}
