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

    func resources() throws -> Resources {
        let threads = try threads ?? Self.variable("BALLAST_THREADS").map { try Self.number($0, "BALLAST_THREADS") }
        let memory = try (memory ?? Self.variable("BALLAST_MEMORY")).map(Self.bytes)
        var resources = Resources(
            threads: threads, memory: memory, workDirectory: workDir ?? Self.variable("BALLAST_WORK_DIR"))
        guard resources.threads > 0 else { throw ValidationError("\(resources.threads) threads; at least 1") }
        resources.neighbors = try Self.variable("BALLAST_NEIGHBORS").map(Self.strategy) ?? .automatic
        if threads == nil { resources.threads = JobServer.threads(wanted: resources.threads) }
        return resources
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func number(_ text: String, _ name: String) throws -> Int {
        guard let number = Int(text) else { throw ValidationError("\(name): '\(text)' is not a number of threads") }
        return number
    }

    private static func strategy(_ name: String) throws -> NeighborStrategy {
        if let strategy = NeighborStrategy(rawValue: name) { return strategy }
        let known = NeighborStrategy.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("BALLAST_NEIGHBORS: '\(name)' is no way to find neighbours; there are \(known)")
    }

    /// `4GiB`, `300MiB`, `512KiB`, `4G`, or bytes.
    private static func bytes(_ text: String) throws -> Int {
        let units: [(String, Int)] = [
            ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("K", 1 << 10), ("M", 1 << 20),
            ("G", 1 << 30), ("T", 1 << 40), ("B", 1), ("", 1),
        ]
        for (unit, factor) in units where text.hasSuffix(unit) {
            if let number = Double(text.dropLast(unit.count)), number > 0, number * Double(factor) < 0x1p62 {
                return Int(number * Double(factor))
            }
        }
        throw ValidationError("--memory '\(text)': no amount of memory; write one such as 4GiB or 300MiB")
    }
}
