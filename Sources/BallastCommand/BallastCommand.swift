import ArgumentParser
import Ballast
import CLinux

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
        // Else what was large and is free stays with the process: up to 57 MiB beyond `--memory` were seen. The second
        // follows the first no longer by itself, and what is small would come and go with every chunk.
        mallopt(M_MMAP_THRESHOLD, 8 << 20)
        mallopt(M_TRIM_THRESHOLD, 8 << 20)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            Exit.leave(error)
        }
    }
}
