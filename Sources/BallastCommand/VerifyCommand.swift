import ArgumentParser
import Ballast

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Say whether a data set is whole and true.",
        discussion: """
            By default every value of every shard is read. Ends with 0 if nothing is wrong, with 65 if something is, \
            with 66 if there is no data set.
            """)

    @Argument(help: "The directory of the data set.", completion: .directory)
    var output: String

    @Flag(help: "Read the manifest and the heads of the files only.")
    var quick = false

    @Flag(help: "Read the inputs again too, and make every row anew.")
    var full = false

    @Option(
        parsing: .upToNextOption, help: "Where the inputs are now, in order; default: where the manifest says.",
        completion: .file())
    var input: [String] = []

    @OptionGroup var resources: ResourceArguments
    @OptionGroup var report: ReportArguments

    func validate() throws {
        if quick && full { throw ValidationError("--quick and --full exclude each other; give one of them") }
        if !input.isEmpty && !full { throw ValidationError("--input is read with --full only; add --full") }
    }

    func run() throws {
        let progress = report.progress()
        let verification = Verification(
            path: output, level: quick ? .quick : full ? .full : .standard, inputs: input,
            resources: try resources.resources(), progress: progress.update)
        let result = try verification.run()
        progress.end()
        try report.print(result, text: VerifySummary(result).text)
        if !report.json {
            report.say(notices: result.notices)
            for line in VerifySummary(result).problems { Terminal.say(line) }
        }
        if !result.isWhole { throw ExitCode(Exit.badData) }
    }
}
