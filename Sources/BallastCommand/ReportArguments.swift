import ArgumentParser
import BallastFormats

/// How a command talks.
struct ReportArguments: ParsableArguments {
    enum ProgressForm: String, ExpressibleByArgument, CaseIterable { case auto, none, json }

    @Flag(help: "One machine-readable result on standard output.")
    var json = false

    @Option(name: .customLong("progress"), help: "Progress on standard error: auto, none or json.")
    var progressForm = ProgressForm.auto

    @Flag(name: .shortAndLong, help: "No progress and no summary; errors and notices only.")
    var quiet = false

    func progress() -> ProgressReport {
        ProgressReport(quiet || progressForm == .none ? .none : progressForm)
    }

    /// Prints a result in the form asked for.
    func print(_ result: some Encodable, text: @autoclosure () -> String) throws {
        if json {
            try Terminal.print(CanonicalJSON.string(result, pretty: true))
        } else if !quiet {
            try Terminal.print(text())
        }
    }

    func say(notices: [String]) {
        for notice in notices { Terminal.say("notice: \(notice)") }
    }
}
