internal import CHDF5

/// An open data set: an array of numbers or strings of any shape. It keeps its file open.
///
/// Rows are the elements along axis 0; a row's elements follow in C order. May be used from many threads; one at a time
/// is served.
public struct Dataset: ~Copyable, Sendable {
    /// Path inside the file, as it was given.
    public let name: String
    /// Path of the file.
    public let file: String
    /// Extents in elements; empty for a single element without axes.
    public let shape: [Int]
    /// What its elements are, and how they lie in the file.
    public let content: Content
    /// As it was when the data set was opened.
    public let layout: Layout
    let handle: Handle
    /// Bytes of the file, where it does not grow.
    let fileSize: Int?

    /// Takes an open data set and reads what describes it.
    init(
        _ opened: consuming Handle, _ name: String, of file: borrowing File, for operation: String
    ) throws(HDF5Error) {
        let id = opened.id
        let space = try Dataspace(operation) { H5Dget_space(id) }
        guard let shape = try space.shape(for: operation) else {
            throw HDF5Error(.unsupported, operation: operation, problem: "it has no elements; give one with a shape")
        }
        let type = try Handle(.datatype, operation) { H5Dget_type(id) }
        let content = try Content(ofType: type.id, for: operation)
        let elementSize = try Content.size(ofType: type.id, for: operation)
        let byteCount = try (shape + [elementSize]).product(for: operation)
        let layout = try Layout(
            of: id, rank: shape.count, byteCount: byteCount, fileSize: file.size ?? Int.max, for: operation)
        // From here on nothing can fail; a half-made value that owns something is not allowed.
        self.handle = opened
        self.name = name
        self.file = file.path
        self.shape = shape
        self.content = content
        self.layout = layout
        self.fileSize = file.size
    }

    /// Opens the data set at `name`, with room for a row of chunks.
    static func open(_ name: String, of file: borrowing File, cacheLimit: Int) throws(HDF5Error) -> Dataset {
        let operation = "open data set '\(name)' of '\(file.path)'"
        let id = file.handle.id
        let first = try Handle(.dataset, operation) { H5Dopen2(id, name, hid_t(H5P_DEFAULT)) }
        let dataset = try Dataset(first, name, of: file, for: operation)
        guard case .chunked(let chunk, _) = dataset.layout else { return dataset }
        let size = try dataset.elementSize(for: operation)
        let properties = try ChunkCache.properties(
            shape: dataset.shape, chunk: chunk, elementSize: size, limit: cacheLimit, for: operation)
        guard let properties else { return dataset }
        // The cache belongs to the data set while it is open, so it has to be closed before it can have another.
        try dataset.close()
        let second = try Handle(.dataset, operation) { H5Dopen2(id, name, properties.id) }
        return try Dataset(second, name, of: file, for: operation)
    }

    /// Rows: the extent of axis 0.
    public var count: Int { shape.first ?? 1 }

    /// Elements of one row.
    ///
    /// - Throws: ``HDF5Error`` where a damaged file claims more than can be addressed.
    public func rowWidth() throws(HDF5Error) -> Int {
        try Array(shape.dropFirst()).product(for: "read data set '\(name)' of '\(file)'")
    }

    /// Where the numbers lie in the file, if they can be used there as they are: in one piece, in C order, as this
    /// machine holds ``NumberFormat/type`` in memory. Whoever maps them must not trust the alignment.
    public var mappableBytes: Range<Int>? {
        guard case .numbers(let format) = content, format.isNative, case .contiguous(let bytes?) = layout else {
            return nil
        }
        return bytes
    }

    /// Closes the data set; what the library still held for it is written or the reason told.
    public consuming func close() throws(HDF5Error) {
        let operation = "close data set '\(name)' of '\(file)'"
        try handle.close(operation)
    }

    /// Bytes of one stored element.
    func elementSize(for operation: String) throws(HDF5Error) -> Int {
        let id = handle.id
        let type = try Handle(.datatype, operation) { H5Dget_type(id) }
        return try Content.size(ofType: type.id, for: operation)
    }
}
