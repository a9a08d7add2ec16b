import ArgumentParser
import Ballast

struct AugmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "augment", abstract: "Make the data set: the main job.",
        discussion: """
            The output directory appears, or replaces an older data set, in one step when the set is whole. Run again \
            with the same inputs and recipe it does nothing.
            """)

    @OptionGroup var data: RecipeArguments
    @OptionGroup var publication: PublicationArguments
    @OptionGroup var resources: ResourceArguments
    @OptionGroup var report: ReportArguments

    func run() throws {
        if JobServer.isDryRun { return }
        try publication.make(try data.load(), recipe: data.recipe, resources, report)
    }
}
