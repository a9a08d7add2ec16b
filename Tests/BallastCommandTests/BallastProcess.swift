import BallastTestSupport
import Foundation

/// The built `ballast`, run as a process in a folder of its own.
struct BallastProcess {
    let folder: TemporaryDirectory

    struct Result {
        var status: Int32
        var output: String
        var errors: String
        var isSignal: Bool
    }

    /// It stands beside the test bundle.
    static let executable = URL(filePath: CommandLine.arguments[0]).standardizedFileURL.deletingLastPathComponent()
        .appending(path: "ballast").path

    init() throws {
        folder = try TemporaryDirectory()
        try write(
            "a,b,target\n" + (0..<40).map { "\($0),\($0 * $0 % 13).5,\($0 % 8 == 0 ? "yes" : "no")\n" }.joined(),
            to: "train.csv")
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: folder.file(name), encoding: .utf8) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.file(name)) }

    func start(
        _ arguments: [String], environment: [String: String] = [:], program: String = executable
    ) throws -> RunningProcess {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("BALLAST_") }
        for name in ["MAKEFLAGS", "MFLAGS", "MAKELEVEL"] { variables[name] = nil }
        variables["COLUMNS"] = "100"
        process.environment = variables.merging(environment) { $1 }
        return try RunningProcess(process, in: folder)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        try start(arguments, environment: environment).wait()
    }

    /// Runs a script of the shell; `$BALLAST` is the program.
    func shell(_ script: String) throws -> Result {
        try start(["-c", script], environment: ["BALLAST": Self.executable], program: "/bin/sh").wait()
    }
}

/// A process whose output goes to files, so that no full pipe can stop it.
final class RunningProcess {
    let process: Process
    private let files: [String]
    private let folder: TemporaryDirectory

    init(_ process: Process, in folder: TemporaryDirectory) throws {
        self.process = process
        self.folder = folder
        files = ["out", "err"].map { folder.file(".\(UUID().uuidString).\($0)") }
        for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: files[0]))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: files[1]))
        try process.run()
    }

    func wait() throws -> BallastProcess.Result {
        process.waitUntilExit()
        return BallastProcess.Result(
            status: process.terminationStatus, output: try String(contentsOfFile: files[0], encoding: .utf8),
            errors: try String(contentsOfFile: files[1], encoding: .utf8),
            isSignal: process.terminationReason == .uncaughtSignal)
    }

    /// Waits until `condition` holds, or the process ends, or a minute is over.
    func wait(until condition: () -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: 60)
        while process.isRunning && Date() < end {
            if condition() { return true }
            usleep(2000)
        }
        return condition()
    }
}
