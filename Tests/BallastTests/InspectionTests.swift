import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

struct InspectionTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func inspect(_ table: String, label: String? = nil, more: [RecipeOverride] = []) throws -> InspectionReport
    {
        try table.write(toFile: folder.file("in.csv"), atomically: true, encoding: .utf8)
        var overrides = [RecipeOverride("input.path", .texts([folder.file("in.csv")]))] + more
        if let label { overrides.append(RecipeOverride("input.label", .yaml(label))) }
        return try Inspection(try Recipe.load(file: nil, overrides: overrides), resources: Resources(threads: 2)).run()
    }

    @Test("columns, classes, the imbalance ratio and what is missing are told")
    func table() throws {
        let report = try inspect(
            """
            a,n,color,same,target
            1.5,3,red,7,no
            ,4,blue,7,no
            2.5,5,,7,no
            3.5,6,red,7,yes

            """, label: "target")
        #expect(report.rows == 4)
        #expect(report.columns.map(\.name) == ["a", "n", "color", "same"])
        #expect(report.columns.map(\.kind) == [.numeric, .integer, .categorical, .integer])
        #expect(report.columns.map(\.missing) == [1, 0, 1, 0])
        #expect(report.columns[0].minimum == 1.5)
        #expect(report.columns[0].maximum == 3.5)
        #expect(report.columns[2].categoryCount == 2)
        #expect(report.columns[2].categories == ["blue", "red"])
        #expect(report.columns.map(\.isConstant) == [false, false, false, true])
        #expect(report.rowsWithMissingNumber == 1)
        #expect(report.classes.map(\.name) == ["no", "yes"])
        #expect(report.classes.map(\.rows) == [3, 1])
        #expect(report.classes.map(\.share) == [0.75, 0.25])
        #expect(report.classes[1].weightInverse == 2)
        #expect(report.imbalanceRatio == 3)
        #expect(
            report.notices.contains("column 'same' has the same value in every row; leave it out with input.columns"))
    }

    @Test("rows with equal features are duplicates, with other labels they conflict")
    func duplicates() throws {
        let report = try inspect("a,c,t\n1,x,p\n1,x,p\n2,x,p\n1,y,q\n2,x,q\n2,x,p\n3,z,q\n", label: "t")
        #expect(report.duplicates.rows == 3)
        #expect(report.duplicates.conflicting == 3)
        #expect(
            report.notices == [
                "3 rows repeat the features of an earlier row; copies that end up in two parts of a split leak",
                "3 rows stand with different labels for the same features",
            ])
    }

    @Test("without a label every column is listed and nothing is suggested")
    func noLabel() throws {
        let report = try inspect("a,b\n1,x\n2,y\n")
        #expect(report.columns.map(\.name) == ["a", "b"])
        #expect(report.classes.isEmpty)
        #expect(report.imbalanceRatio == nil)
        #expect(report.suggestion == nil)
        #expect(report.rowsWithoutLabel == 0)
    }

    @Test("a table of the KEEL archive, without a header, reads well")
    func keel() throws {
        let report = try inspect("0.58,0.61, negative\n0.43,0.67, positive\n0.64,0.62, negative\n", label: "-1")
        #expect(report.columns.map(\.name) == ["column_0", "column_1"])
        #expect(report.columns.map(\.kind) == [.numeric, .numeric])
        #expect(report.classes.map(\.name) == ["negative", "positive"])
        #expect(report.imbalanceRatio == 2)
    }

    @Test("a header that looks like a row of data is pointed out")
    func dubiousHeader() throws {
        let notice =
            "the first line was taken for names, but each of them is a value of its column too; "
            + "if it is data, set input.header: false"
        #expect(try inspect("x,a,p\nb,a,e\nx,l,e\nx,a,p\n").notices.contains(notice))
        #expect(try !inspect("cap,odor,class\nb,a,e\nx,l,e\nx,a,p\n").notices.contains(notice))
    }

    @Test("rows without a label are counted and dropped by the suggested recipe")
    func missingLabels() throws {
        let report = try inspect("a,t\n1,p\n2,\n3,q\n4,q\n", label: "t")
        #expect(report.rowsWithoutLabel == 1)
        #expect(report.notices.contains("1 rows have no label; they can only be dropped: input.missing: drop"))
        #expect(report.suggestion?.recipe.contains("  missing: \"drop\"    # 1 rows have no label\n") == true)
    }

    @Test("the suggested recipe fits the data")
    func suggestion() throws {
        let steep = try #require(try inspect(VerificationSample.table, label: "target").suggestion)
        #expect(
            steep.recipe == """
                version: 1
                input:
                  path: ["\(folder.file("in.csv"))"]
                  label: "target"
                split: {train: 0.8, validation: 0.1, test: 0.1}    # made first: nothing synthetic in the test rows
                balance: {temper: 0.5}    # n_max · (n / n_max)^0.5 rows of each class
                method: {kind: soft-smote, neighbors: 5}
                # labels: [{kind: label-aware-smoothing, head: 0.1, tail: 0}]    # for neural networks

                """)
        #expect(steep.advice.first?.hasPrefix("try no sampling first") == true)
        #expect(steep.advice.contains { $0.hasPrefix("temper 0.5 takes the ratio from 4.0 to 2.0: ") })

        let even = try #require(try inspect("a,t\n1,p\n2,q\n3,p\n4,q\n", label: "t").suggestion)
        #expect(even.recipe.contains("\nbalance: {to: majority}\n"))
        #expect(!even.recipe.contains("split:"))
        #expect(even.advice.contains("the classes are nearly balanced: there is little to gain from more rows"))
    }

    @Test("the suggested recipe of an array with a column of one value runs, and none is asked to be left out")
    func suggestionRunsOnArrays() throws {
        var (values, labels): ([UInt8], [UInt8]) = ([], [])
        for row in 0..<120 {
            values.append(UInt8(row * 37 % 100))
            values.append(7)
            values.append(UInt8(row * 13 % 17))
            labels.append(row % 5 == 0 ? 1 : 0)
        }
        for (name, bytes) in [
            ("x.npy", ArrayFile.bytes("|u1", "120, 3", values)), ("y.npy", ArrayFile.bytes("|u1", "120,", labels)),
        ] {
            try Data(bytes).write(to: URL(filePath: folder.file(name)))
        }
        let overrides = [
            RecipeOverride("input.path", .texts([folder.file("x.npy")])),
            RecipeOverride("input.labels", .texts([folder.file("y.npy")])),
        ]
        let report = try Inspection(try Recipe.load(file: nil, overrides: overrides)).run()
        #expect(report.columns.map(\.isConstant) == [false, true, false])
        #expect(!report.notices.contains { $0.contains("input.columns") })
        let recipe = try #require(report.suggestion?.recipe)
        let loaded = try Recipe.load(text: recipe, name: "recipe.yaml")
        let manifest = try Pipeline(loaded).augment(into: folder.file("out")).manifest
        #expect(manifest.classes.map(\.before) == [96, 24])
        #expect(try Verification(path: folder.file("out"), level: .full).run().findings.map(\.text) == [])
    }

    @Test("the suggested recipe runs", arguments: ["a: b", "it's", "-1", "é \"quoted\""])
    func suggestionRuns(label: String) throws {
        let quoted = "\"" + label.replacingOccurrences(of: "\"", with: "\"\"") + "\""
        let table = VerificationSample.table.replacingOccurrences(of: "target", with: quoted)
            .replacingOccurrences(of: "\n20.0,", with: "\n,")
        try table.write(toFile: folder.file("in.csv"), atomically: true, encoding: .utf8)
        let overrides = [
            RecipeOverride("input.path", .texts([folder.file("in.csv")])),
            RecipeOverride("input.label", .text(label)),
            RecipeOverride("input.columns", .yaml("{n: categorical}")),
        ]
        let report = try Inspection(try Recipe.load(file: nil, overrides: overrides)).run()
        let recipe = try #require(report.suggestion?.recipe)
        #expect(recipe.contains("  missing: \"median\"    # "))
        let loaded = try Recipe.load(text: recipe, name: "recipe.yaml")
        let manifest = try Pipeline(loaded).augment(into: folder.file("out")).manifest
        #expect(manifest.classes.map(\.before) == [96, 24])
        #expect(manifest.classes.map(\.planned) == [96, 48])
        #expect(try Verification(path: folder.file("out"), level: .full).run().findings.map(\.text) == [])
    }
}
