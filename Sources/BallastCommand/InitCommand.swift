import ArgumentParser
import Ballast
import BallastFormats

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Print a commented recipe to start from.",
        discussion: "For example: ballast init > recipe.yaml")

    @Flag(help: "One machine-readable result on standard output.")
    var json = false

    func run() throws {
        let text = RecipeTemplate.text
        try Terminal.print(json ? CanonicalJSON.string(["recipe": text], pretty: true) : text)
    }
}
