public import BallastCore
import Glibc

/// What a run may use. Never changes the result.
public struct Resources: Sendable {
    /// At least 1.
    public var threads: Int
    /// Bytes of memory that the process may hold. A program that is to stay below has its allocator give large blocks back,
    /// as the command does.
    public var memory: Int
    /// Where arrays go that memory does not hold; nil: beside the output.
    public var workDirectory: String?
    /// How neighbours are found, for tests and measurements.
    public var neighbors = NeighborStrategy.automatic

    /// All cores, half of the memory.
    public init(threads: Int? = nil, memory: Int? = nil, workDirectory: String? = nil) {
        self.threads = threads ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        self.memory = memory ?? Self.machineMemory / 2
        self.workDirectory = workDirectory
    }

    /// Bytes as a user writes them, `4GiB`, `300MiB`, `512KiB`, `4G` or a number alone; nil for what is no amount.
    package static func bytes(_ text: String) -> Int? {
        let units: [(String, Int)] = [
            ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("K", 1 << 10), ("M", 1 << 20),
            ("G", 1 << 30), ("T", 1 << 40), ("B", 1), ("", 1),
        ]
        for (unit, factor) in units where text.hasSuffix(unit) {
            if let number = Double(text.dropLast(unit.count)), number > 0, number * Double(factor) < 0x1p62 {
                return Int(number * Double(factor))
            }
        }
        return nil
    }

    /// Where tables go that have no output to lie beside: the work directory, else `TMPDIR`, else `/tmp`.
    var temporaryDirectory: String { workDirectory ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// What a reader may take to unpack the chunks of an array.
    var unpackingBytes: Int { memory / 4 }

    /// Of the machine, or of the control group where that is lower.
    static var machineMemory: Int {
        let machine = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
        let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        let groups = limits.compactMap { path -> Int? in
            guard let file = fopen(path, "r") else { return nil }
            defer { fclose(file) }
            var limit = 0
            return withUnsafeMutablePointer(to: &limit) { pointer in
                withVaList([pointer]) { vfscanf(file, "%ld", $0) } == 1 ? pointer.pointee : nil
            }
        }
        return min(machine, groups.min() ?? machine)
    }
}
