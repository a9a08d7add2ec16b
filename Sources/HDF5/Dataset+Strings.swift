internal import CHDF5

extension Dataset {
    /// Reads rows of strings, `rows.count` × ``rowWidth()`` of them in C order, without the bytes that fill them up.
    ///
    /// - Parameter rows: within 0 ..< ``count``.
    /// - Throws: ``HDF5Error`` where the data set holds no strings, has no such rows, is damaged, or a string is not
    ///   UTF-8.
    public func readStrings(rows: Range<Int>) throws(HDF5Error) -> [String] {
        let operation = "read data set '\(name)' of '\(file)'"
        guard content == .strings else {
            let problem = "its elements are \(content.words), not strings"
            throw HDF5Error(.unsupported, operation: operation, problem: problem)
        }
        try check(rows, operation)
        let id = handle.id
        let extents = [rows.count] + shape.dropFirst()
        let count = try extents.product(for: operation)
        if count == 0 { return [] }
        let type = try Handle(.datatype, operation) { H5Dget_type(id) }
        let format = try StringFormat(ofType: type.id, for: operation)
        let memory = try Dataspace(shape: extents, for: operation)
        let selection = try Dataspace(operation) { H5Dget_space(id) }
        if !shape.isEmpty { try selection.select(rows: rows, of: shape, for: operation) }
        return try format.strings(count, type: type.id, space: memory.id, for: operation) { buffer in
            H5Dread(id, type.id, memory.id, selection.id, hid_t(H5P_DEFAULT), buffer)
        }
    }

    /// Reads all strings.
    public func readStrings() throws(HDF5Error) -> [String] { try readStrings(rows: 0..<count) }
}
