internal import CHDF5

/// Which libhdf5 this process runs with, and what it can do.
public struct LibraryBuild: Equatable, Sendable {
    /// The version of the library that is loaded, such as `1.10.8`; not that of the headers at build time.
    public var version: String
    /// Whether the library locks itself. This package does not rely on it.
    public var isThreadSafe: Bool
    /// Whether deflate can be both written and read by the library's own filter.
    public var hasDeflate: Bool

    /// Asks the library.
    public static func current() throws(HDF5Error) -> LibraryBuild {
        let operation = "ask the HDF5 library for its version"
        var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
        try Library.call(operation) { H5get_libversion(&major, &minor, &release) }
        var isThreadSafe = false
        try Library.call(operation) { H5is_library_threadsafe(&isThreadSafe) }
        let deflate = try Library.call(operation) { H5Zfilter_avail(H5Z_filter_t(H5Z_FILTER_DEFLATE)) }
        return LibraryBuild(
            version: "\(major).\(minor).\(release)", isThreadSafe: isThreadSafe, hasDeflate: deflate > 0)
    }
}
