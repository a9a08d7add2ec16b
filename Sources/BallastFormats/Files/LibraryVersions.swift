import CKernels
import CXXHash
import Zlib

/// What this process runs with, for diagnostics.
package enum LibraryVersions {
    package static var zlib: String { ZlibVersion.zlib }
    package static var isal: String { ZlibVersion.isal }

    package static var xxhash: String {
        let number = Int(XXH_versionNumber())
        return "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
    }

    /// Whether the kernels for AVX2 run, rather than their portable twins.
    package static var usesAVX2: Bool { ballast_cpu_has_avx2() }
}
