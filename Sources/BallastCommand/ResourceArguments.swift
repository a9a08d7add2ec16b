import ArgumentParser
import Ballast
import BallastCore
import Glibc

/// What a run may use. Flags and environment only: it never changes the result.
struct ResourceArguments: ParsableArguments {
    @Option(help: "Threads; default: all cores, or what make's jobserver gives. BALLAST_THREADS.")
    var threads: Int?

    @Option(help: "Most memory, such as 4GiB; default: half of the machine. BALLAST_MEMORY.")
    var memory: String?

    @Option(help: "Where large tables go; default: beside the output. BALLAST_WORK_DIR.", completion: .directory)
    var workDir: String?

    /// - Parameter variable: the value of an environment variable.
    func resources(_ variable: (String) -> String? = Self.variable) throws -> Resources {
        let threads =
            try threads.map { try Self.threads("\($0)", "--threads") }
            ?? variable("BALLAST_THREADS").map { try Self.threads($0, "BALLAST_THREADS") }
        let memory =
            try memory.map { try Self.memory($0, "--memory") }
            ?? variable("BALLAST_MEMORY").map { try Self.memory($0, "BALLAST_MEMORY") }
        var resources = Resources(
            threads: threads, memory: memory, workDirectory: workDir ?? variable("BALLAST_WORK_DIR"))
        resources.neighbors = try variable("BALLAST_NEIGHBORS").map(Self.strategy) ?? .automatic
        if threads == nil { resources.threads = JobServer.threads(wanted: resources.threads) }
        return resources
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func threads(_ text: String, _ place: String) throws -> Int {
        if let number = Int(text), number > 0 { return number }
        throw ValidationError("\(place): '\(text)' is no number of threads; at least 1")
    }

    private static func memory(_ text: String, _ place: String) throws -> Int {
        if let bytes = Resources.bytes(text) { return bytes }
        throw ValidationError("\(place): '\(text)' is no amount of memory; write one such as 4GiB or 300MiB")
    }

    private static func strategy(_ name: String) throws -> NeighborStrategy {
        if let strategy = NeighborStrategy(rawValue: name) { return strategy }
        let known = NeighborStrategy.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("BALLAST_NEIGHBORS: '\(name)' is no way to find neighbours; there are \(known)")
    }
}
