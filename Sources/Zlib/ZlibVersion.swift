internal import CISAL
internal import CZlib

/// The versions of the libraries in use, for diagnostics.
public enum ZlibVersion {
    /// The version of the zlib that is loaded, which may be newer than the one compiled against.
    public static var zlib: String { String(cString: zlibVersion()) }

    /// The version of ISA-L compiled against; the library cannot be asked at run time.
    public static var isal: String {
        "\(ISAL_MAJOR_VERSION).\(ISAL_MINOR_VERSION).\(ISAL_PATCH_VERSION)"
    }
}
