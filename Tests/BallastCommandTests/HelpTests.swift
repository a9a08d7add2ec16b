import Foundation
import Testing

/// The words of every command, kept as files: BALLAST_RECORD=1 writes them anew.
@Suite("Help")
struct HelpTests {
    private let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Help")

    private func help(_ arguments: [String]) throws -> String {
        let result = try BallastProcess().run(arguments + ["--help"])
        #expect(result.status == 0 && result.errors.isEmpty)
        return result.output
    }

    /// The commands that the program lists, in its order.
    private func commands() throws -> [String] {
        let lines = try help([]).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.drop { !$0.hasPrefix("SUBCOMMANDS:") }.dropFirst().prefix { !$0.isEmpty }
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    @Test("every command says what it said when its words were last read over")
    func snapshots() throws {
        let commands = try commands()
        #expect(Set(commands).isSuperset(of: ["augment", "plan", "init"]))
        for command in ["ballast"] + commands {
            let text = try help(command == "ballast" ? [] : [command])
            let file = folder.appending(path: "\(command).txt")
            if ProcessInfo.processInfo.environment["BALLAST_RECORD"] != nil {
                try Data(text.utf8).write(to: file)
            }
            let kept = try? String(contentsOf: file, encoding: .utf8)
            #expect(text == kept, "\(command): read the new help over, then record it with BALLAST_RECORD=1")
        }
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(kept) == Set((["ballast"] + commands).map { "\($0).txt" }))
    }

    @Test("the version stands alone on standard output")
    func version() throws {
        let result = try BallastProcess().run(["--version"])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test("init --json is one object with the recipe that init prints")
    func initJSON() throws {
        let ballast = try BallastProcess()
        let result = try ballast.run(["init", "--json"])
        #expect(result.status == 0 && result.errors.isEmpty)
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: String]
        let recipe = try ballast.run(["init"]).output
        #expect(object == ["recipe": recipe])
    }

    @Test("the template that init prints makes a data set")
    func initTemplate() throws {
        let ballast = try BallastProcess()
        let template = try ballast.run(["init"])
        #expect(template.status == 0)
        try ballast.write(template.output, to: "recipe.yaml")
        let made = try ballast.run(["augment", "train.csv", "--label", "target", "-r", "recipe.yaml", "-o", "out"])
        #expect(made.status == 0, "\(made.errors)")
    }
}
