import ArgumentParser
import Ballast

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Print a commented recipe to start from.",
        discussion: "For example: ballast init > recipe.yaml")

    func run() throws { Terminal.print(RecipeTemplate.text) }
}
