internal import CHDF5
internal import Glibc

/// An open HDF5 file. It closes when its life ends, or by ``close()``, which reports what could not be written.
///
/// May be used from many threads; one at a time is served.
public struct File: ~Copyable, Sendable {
    /// As it was given.
    public let path: String
    let handle: Handle
    /// Bytes of a file that is only read; nil for one that grows.
    let size: Int?

    /// Opens the file at `path` for reading only, and without a lock: shards and inputs are read from disks that are
    /// mounted read-only, or whose system cannot lock. Whoever reads a file that is being written reads half of it.
    ///
    /// - Throws: ``HDF5Error`` of kind ``HDF5Error/Kind/missingFile`` or ``HDF5Error/Kind/notHDF5``; any other where
    ///   the file is cut short or damaged, or may not be read. An open file may still turn out damaged later.
    public init(reading path: String) throws(HDF5Error) {
        let opened = try File.open(path)
        let id = opened.id
        var bytes: hsize_t = 0
        try Library.call("open '\(path)'") { H5Fget_filesize(id, &bytes) }
        size = Int(clamping: bytes)
        handle = opened
        self.path = path
    }

    private static func open(_ path: String) throws(HDF5Error) -> Handle {
        let operation = "open '\(path)'"
        let access = try PropertyList(h5_class_file_access, for: operation)
        try access.set { h5_set_file_locking($0, false) }
        do throws(HDF5Error) {
            return try Handle(.file, operation) { H5Fopen(path, h5_access_read_only(), access.id) }
        } catch {
            throw File.explain(error, path)
        }
    }

    /// Makes a new file at `path`; one that is there is emptied first.
    ///
    /// The format is bounded to version 1.8: older is too old for attributes over 64 KB, newer for many readers. No time
    /// is recorded, so equal contents written in the same order are equal bytes.
    ///
    /// - Throws: ``HDF5Error`` where the library cannot create the file.
    public init(creating path: String) throws(HDF5Error) {
        let operation = "create '\(path)'"
        let access = try PropertyList(h5_class_file_access, for: operation)
        try access.set { H5Pset_libver_bounds($0, H5F_LIBVER_V18, H5F_LIBVER_V18) }
        // A lock where the file system has them, and no complaint where not.
        try access.set { h5_set_file_locking($0, true) }
        // The root group takes its settings from the file's.
        let creation = try PropertyList(h5_class_file_create, for: operation)
        try creation.set { H5Pset_obj_track_times($0, false) }
        handle = try Handle(.file, operation) { H5Fcreate(path, h5_access_truncate(), creation.id, access.id) }
        size = nil
        self.path = path
    }

    /// Hands everything written so far to the system. Does not wait for the disk.
    package func flush() throws(HDF5Error) {
        let id = handle.id
        try Library.call("write '\(path)'") { H5Fflush(id, H5F_SCOPE_LOCAL) }
    }

    /// Writes what is left and closes the file.
    ///
    /// - Throws: ``HDF5Error`` when something could not be written, or when data sets of this file are still open: the
    ///   library would go on without a word and close the file with the last of them.
    public consuming func close() throws(HDF5Error) {
        let operation = "close '\(path)'"
        let id = handle.id
        let open = try Library.call(operation) { H5Fget_obj_count(id, h5_count_objects_of_this_file()) }
        try handle.close(operation)
        if open > 0 {
            throw HDF5Error(
                .library, operation: operation, problem: "\(open) of its objects are open; close them first")
        }
    }

    /// Says what the library's words do not: whether there is a file, and whether it is of this format at all.
    private static func explain(_ error: HDF5Error, _ path: String) -> HDF5Error {
        if access(path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR {
            return HDF5Error(.missingFile, operation: error.operation, problem: "there is no such file")
        }
        if access(path, R_OK) == 0, (try? Library.call(error.operation) { H5Fis_hdf5(path) }) == 0 {
            let problem = "it is not an HDF5 file; its first bytes are not those of the format"
            return HDF5Error(.notHDF5, operation: error.operation, problem: problem)
        }
        return error
    }
}
