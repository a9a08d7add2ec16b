import BallastCore

/// The variables that are looked at, set or not, and what they do.
struct EnvironmentDiagnosis {
    private let variable: (String) -> String?

    /// - Parameter variable: the value of an environment variable.
    init(_ variable: @escaping (String) -> String?) { self.variable = variable }

    private static let meanings: [(name: String, meaning: String)] = [
        ("BALLAST_THREADS", "threads, as --threads"), ("BALLAST_MEMORY", "most memory, as --memory"),
        ("BALLAST_WORK_DIR", "where large tables go, as --work-dir"),
        ("BALLAST_NEIGHBORS", "how neighbours are found, for tests: the result is the same"),
        ("BALLAST_SIMD", "avx512, avx2 or portable: use no more of the CPU, for tests: the result is the same"),
        ("TMPDIR", "temporary files of plan, inspect and verify; default /tmp"),
        ("HDF5_USE_FILE_LOCKING", "FALSE or BEST_EFFORT where shards lie on a file system without locks"),
        ("HDF5_PLUGIN_PATH", "filters of other tools; shards need none"),
        ("MAKEFLAGS", "under make: its jobserver says how many threads; -n does nothing"),
    ]

    func lines() -> [DiagnosisReport.Line] {
        Self.meanings.map { name, meaning in
            guard let value = variable(name) else { return .init(.environment, name, "not set (\(meaning))") }
            return .init(.environment, name, "'\(value)' (\(meaning))", advice: advice(name, value))
        }
    }

    private func advice(_ name: String, _ value: String) -> String? {
        switch name {
        case "BALLAST_THREADS" where (Int(value) ?? 0) < 1: "it is no number of threads; write one such as 4"
        case "BALLAST_MEMORY" where Resources.bytes(value) == nil:
            "it is no amount of memory; write one such as 4GiB or 300MiB"
        case "BALLAST_NEIGHBORS" where NeighborStrategy(rawValue: value) == nil:
            "there are \(NeighborStrategy.allCases.map(\.rawValue).joined(separator: ", "))"
        case "BALLAST_SIMD" where !["avx512", "avx2", "portable"].contains(value):
            "it has no effect; write avx512, avx2 or portable"
        case "HDF5_USE_FILE_LOCKING" where !["TRUE", "FALSE", "BEST_EFFORT", "1", "0"].contains(value):
            "HDF5 knows TRUE, FALSE and BEST_EFFORT"
        default: nil
        }
    }
}
