import ArgumentParser
import Ballast

/// The program `ballast`.
@main
struct BallastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ballast",
        abstract: "Turn a raw imbalanced data set into a balanced, soft-labelled, shuffled, sharded training set.",
        discussion: """
            Results go to standard output, everything else to standard error. Exit codes: 0 done or up to date, 64 usage, \
            65 bad data, 66 no input, 69 missing capability, 70 internal, 73 cannot create, 74 input or output, \
            75 interrupted (run the same command to continue), 78 bad recipe, 1 other.
            """,
        version: Version.tool,
        subcommands: [
            AugmentCommand.self, PlanCommand.self, InspectCommand.self, VerifyCommand.self, ImbalanceCommand.self,
            InitCommand.self, DoctorCommand.self,
        ])

    static func main() {
        Signals.install()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            Exit.leave(error)
        }
    }
}
