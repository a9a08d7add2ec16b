import CKernels

/// How neighbours are found. Every strategy gives the same table; they differ in time.
public enum NeighborStrategy: String, CaseIterable, Codable, Sendable {
    /// Chosen from the shape of the task and a sample of the data.
    case automatic
    /// Every distance in the defined float64 arithmetic.
    case float64
    /// A float32 filter over every query and every reference.
    case float32
    /// A float32 filter that computes each pair of rows once. Self-joins only; elsewhere ``float32``.
    case float32Pairs = "float32-pairs"
    /// A filter of bytes before the one of float32, over every query and every reference. Numeric rows only; elsewhere
    /// ``float32``.
    case bytes
    /// A filter of bytes before the one of float32, each pair once. Self-joins of numeric rows only; elsewhere as
    /// ``float32Pairs``.
    case bytePairs = "byte-pairs"
}

/// Which kernels compute. All give the same table.
public enum NeighborKernels: String, CaseIterable, Codable, Sendable {
    /// The fastest this CPU runs.
    case automatic
    /// AVX-512 with its byte products at most.
    case avx512
    /// AVX2 and FMA at most.
    case avx2
    /// Plain C.
    case portable

    /// Whether AVX2 and FMA may be used.
    var useAVX2: Bool { self != .portable && ballast_cpu_has_avx2() }

    /// Whether AVX-512 with its byte products may be used.
    var useVNNI: Bool { (self == .automatic || self == .avx512) && ballast_cpu_has_vnni() }

    /// Whether AMX with its tiles of bytes may be used.
    var useAMX: Bool { self == .automatic && ballast_cpu_has_amx() }
}
