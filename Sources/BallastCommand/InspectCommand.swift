import ArgumentParser
import Ballast

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show columns, classes, imbalance, missing values and duplicates, and suggest a recipe.",
        discussion: "Without a label the columns are listed, so that one can be named.")

    @OptionGroup var data: RecipeArguments
    @OptionGroup var resources: ResourceArguments
    @OptionGroup var report: ReportArguments

    func run() throws {
        let progress = report.progress()
        let inspection = Inspection(try data.load(), resources: try resources.resources(), progress: progress.update)
        let result = try inspection.run()
        progress.end()
        try report.print(result, text: InspectSummary(result).text)
        if !report.json { report.say(notices: result.notices) }
    }
}
