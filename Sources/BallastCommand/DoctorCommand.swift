import ArgumentParser
import Ballast

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Show versions, processor, memory, file system and variables, and what to do about them.")

    @Argument(help: "The folder where data sets are to be written.", completion: .directory)
    var folder = "."

    @OptionGroup var resources: ResourceArguments
    @OptionGroup var report: ReportArguments

    func run() throws {
        let result = Diagnosis(folders: [folder], resources: try usable()).run()
        try report.print(result, text: Self.text(result))
    }

    /// What the flags and the environment allow; a bad variable is to be diagnosed, so it does not end the program.
    private func usable() throws -> Resources {
        do {
            return try resources.resources()
        } catch {
            return try resources.resources { _ in nil }
        }
    }

    private static func text(_ report: DiagnosisReport) -> String {
        let width = report.lines.map(\.name.count).max() ?? 0
        return DiagnosisTopic.allCases.map { topic in
            let lines = report.lines.filter { $0.topic == topic }.flatMap { line in
                let name = line.name + String(repeating: " ", count: width - line.name.count)
                let state = line.advice == nil ? "ok     " : "warning"
                let advice = line.advice.map { [String(repeating: " ", count: width + 13) + "→ " + $0] } ?? []
                return ["  \(state)  \(name)  \(line.value)"] + advice
            }
            return ([topic.rawValue] + lines).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }
}
