import Ballast
import BallastFormats
import Testing

struct RecipeTemplateTests {
    @Test("the template is the defaults, every one of them written out")
    func defaults() throws {
        #expect(try Recipe.load(text: RecipeTemplate.text, name: "recipe.yaml").recipe == Recipe())
        let lines = RecipeTemplate.text.split(separator: "\n")
        for key in Self.keys(try JSONValue(encoding: Recipe())) {
            let isWritten = lines.contains { $0.drop(while: { $0 == " " }).hasPrefix("\(key):") }
            #expect(isWritten, "\(key) is not in the template")
        }
    }

    private static func keys(_ value: JSONValue) -> [String] {
        guard case .object(let members) = value else { return [] }
        return members.flatMap { [$0.key] + keys($0.value) }
    }

    @Test("each balance of the template's comments is a recipe once its mark is taken away")
    func comments() throws {
        for line in RecipeTemplate.text.split(separator: "\n") where line.hasPrefix("  # ") {
            let text =
                "version: 1\nmethod: {kind: \(line.contains("# rows:") ? "mixup" : "smote")}\nbalance:\n  \(line.dropFirst(4))"
            #expect(throws: Never.self) { _ = try Recipe.load(text: text, name: "recipe.yaml") }
        }
    }
}
