import Ballast
import BallastCore
import BallastFormats
import Foundation
import Testing

struct RecipeInputPathsTests {
    private func inFolder(of names: [String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ballast-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in names { try Data().write(to: URL(filePath: "\(folder)/\(name)")) }
        try body(folder)
    }

    @Test("a glob stands for its files, sorted by bytes, after and before what is beside it")
    func globs() throws {
        try inFolder(of: ["b.csv", "a.csv", "B.csv", "é.csv", "z10.csv", "z9.csv", "x.npy"]) { folder in
            let files = try InputPaths(["x.npy", "*.csv", "/far/y.csv", "-"]).files(relativeTo: folder)
            #expect(
                files
                    == ["x.npy", "B.csv", "a.csv", "b.csv", "z10.csv", "z9.csv", "é.csv"].map { "\(folder)/\($0)" }
                    + ["/far/y.csv", "-"])
        }
    }

    @Test("a file that looks like a glob is that file")
    func literal() throws {
        try inFolder(of: ["a[1].csv", "a1.csv"]) { folder in
            let files = try InputPaths(["a[1].csv"]).files(relativeTo: folder)
            #expect(files == ["\(folder)/a[1].csv"])
        }
    }

    @Test("the folder of a recipe is a name, not a part of its globs", arguments: ["[v1]", "a*", "b?", "c\\d"])
    func folderLikeGlob(name: String) throws {
        try inFolder(of: ["other.csv"]) { parent in
            let folder = "\(parent)/\(name)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            try Data().write(to: URL(filePath: "\(folder)/x.csv"))
            #expect(try InputPaths(["*.csv"]).files(relativeTo: folder) == ["\(folder)/x.csv"])
            let error = #expect(throws: InputError.self) { try InputPaths(["*.npy"]).files(relativeTo: folder) }
            #expect(error?.description.hasPrefix("\(folder)/*.npy: no file matches") == true)
        }
    }

    @Test("a glob without a match is a missing input")
    func noMatch() throws {
        let error = #expect(throws: InputError.self) { try InputPaths(["no-such-*.csv"]).files(relativeTo: "") }
        #expect(error?.description == "no-such-*.csv: no file matches; name a file, or a pattern that fits one")
        #expect(error?.isMissingInput == true)
    }

    @Test("the request to the readers says what the recipe says")
    func request() throws {
        let text = """
            version: 1
            input: {path: a.csv, format: csv, header: true, delimiter: tab, label: y, columns: {a: ignore}, x: /f, y: /t,
              missing: drop, missing_tokens: [NA]}
            split: {column: fold}
            """
        let request = try Recipe.load(text: text, name: "recipe.yaml").inputRequest()
        #expect(request.paths == ["a.csv"])
        #expect(request.format == "csv")
        #expect(request.header == .present)
        #expect(request.delimiter == 9)
        #expect(request.label == .name("y"))
        #expect(request.columns == ["a": .ignore])
        #expect([request.x, request.y] == ["/f", "/t"])
        #expect(request.missing == .drop)
        #expect(request.missingTokens == ["NA"])
        #expect(request.fold == .name("fold"))
        #expect(request.group == nil)
    }

    @Test("every balance reaches the plan")
    func targets() throws {
        func target(_ balance: String, _ method: String = "smote") throws -> String {
            let text = "version: 1\nmethod: {kind: \(method)}\nbalance: {\(balance)}"
            return "\(try Recipe.load(text: text, name: "recipe.yaml").recipe.balance.target)"
        }
        #expect(try target("to: majority") == "majority")
        #expect(try target("to: fraud") == "likeClass(\"fraud\")")
        #expect(try target("to: 7") == "rows(7)")
        #expect(try target("ratio: 0.5") == "ratio(0.5)")
        #expect(try target("counts: {a: 3}") == "counts([\"a\": 3])")
        #expect(try target("multiply: 3") == "multiplyAll(3)")
        #expect(try target("multiply: {a: 3}") == "multiply([\"a\": 3])")
        #expect(try target("temper: 0.5") == "temper(0.5)")
        #expect(try target("rows: 5", "mixup") == "added(5)")
        let split = try Recipe.load(text: "version: 1\nsplit: {train: 0.85, test: 0.15}", name: "recipe.yaml").recipe
            .split
        #expect(split.weights == [85, 0, 15])
    }
}
