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

    /// The instructions whose kernels run; without any, their portable twins do.
    package static var instructions: [String] {
        let kernels = [
            ("AVX2 and FMA", ballast_cpu_has_avx2()), ("AVX-512 VNNI", ballast_cpu_has_vnni()),
            ("AMX", ballast_cpu_has_amx()),
        ]
        return kernels.filter(\.1).map(\.0)
    }
}
