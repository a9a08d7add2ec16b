public import BallastCore
import Glibc

/// What a run may use. Never changes the result.
public struct Resources: Sendable {
    public var threads: Int
    /// Bytes of memory that the process may hold.
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
