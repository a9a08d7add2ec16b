import ArgumentParser
import Ballast
import BallastFormats

/// Where a data set goes, and how what stands there is treated.
struct PublicationArguments: ParsableArguments {
    @Option(name: .shortAndLong, help: "The directory of the data set.", completion: .directory)
    var output: String

    @Flag(help: "Replace a directory that holds other files.")
    var force = false

    @Flag(help: "Hash the inputs even where size, time and inode are as they were.")
    var checkHashes = false

    @Flag(help: "Notices are errors.")
    var strict = false

    @Option(help: "Write the inputs as a make rule to this file.", completion: .file())
    var depfile: String?

    @Flag(help: "Print the wall time of each phase on standard error.")
    var timings = false

    /// Makes the data set and says what came of it.
    ///
    /// - Parameter recipe: the recipe's file as the user named it.
    func make(_ loaded: LoadedRecipe, recipe: String?, _ resources: ResourceArguments, _ report: ReportArguments) throws
    {
        var options = Pipeline.Options()
        (options.force, options.checkHashes, options.strict) = (force, checkHashes, strict)
        let progress = report.progress()
        let pipeline = Pipeline(loaded, resources: try resources.resources(), progress: progress.update)
        let outcome = try pipeline.augment(into: output, options: options)
        progress.end()
        if let depfile { try Depfile(loaded, recipe: recipe, output: output).write(to: depfile) }
        let summary = AugmentSummary(outcome, output: output)
        try report.print(summary, text: summary.text)
        if !report.json { report.say(notices: outcome.manifest.notices) }
        if timings { for timing in outcome.timings { Terminal.say(Text.timing(timing)) } }
    }
}
