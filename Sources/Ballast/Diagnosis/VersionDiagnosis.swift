import BallastFormats
import Glibc
import HDF5

/// What is running.
struct VersionDiagnosis {
    func lines() -> [DiagnosisReport.Line] {
        [
            .init(
                .versions, "ballast",
                "\(Version.tool) (results of version \(Version.result), shards of format \(ShardLayout.formatVersion))"),
            .init(.versions, "Swift", Self.compiler),
            .init(.versions, "system", Self.system),
        ] + hdf5() + [
            .init(.versions, "zlib", LibraryVersions.zlib), .init(.versions, "ISA-L", LibraryVersions.isal),
            .init(.versions, "xxHash", LibraryVersions.xxhash),
        ]
    }

    private func hdf5() -> [DiagnosisReport.Line] {
        do {
            let build = try LibraryBuild.current()
            let parts = [
                build.version, build.isThreadSafe ? "thread-safe" : "not thread-safe (ballast locks for itself)",
                build.hasDeflate ? "deflate" : "no deflate",
            ]
            let advice = build.hasDeflate ? nil : "its readers cannot unpack shards; use a build of HDF5 with zlib"
            return [.init(.versions, "HDF5", parts.joined(separator: ", "), advice: advice)]
        } catch {
            return [.init(.versions, "HDF5", "\(error)", advice: "install the HDF5 library again")]
        }
    }

    /// The compiler cannot be asked for its name, only whether it is at least some version.
    private static var compiler: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3)
            "6.3"
        #elseif compiler(>=6.2)
            "6.2"
        #else
            "6.1"
        #endif
    }

    private static var system: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        func text<Field>(_ field: Field) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))"
    }
}
