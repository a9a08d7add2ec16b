internal import CHDF5

extension Dataset {
    /// Reads rows into `buffer`, converted by the library to `type`.
    ///
    /// Ask for ``NumberFormat/type`` to get every value as it is: between types the library clips integers to the new
    /// range, cuts fractions off, and its rounding depends on the byte order.
    ///
    /// - Parameters:
    ///   - rows: within 0 ..< ``count``.
    ///   - buffer: takes `rows.count` × ``rowWidth()`` numbers in C order; further bytes stay as they are.
    /// - Throws: ``HDF5Error`` where the data set holds no numbers, has no such rows, or is damaged.
    public func read(
        rows: Range<Int>, as type: NumberType, into buffer: UnsafeMutableRawBufferPointer
    ) throws(HDF5Error) {
        let operation = "read data set '\(name)' of '\(file)'"
        guard case .numbers = content else {
            let problem = "its elements are \(content.words), not numbers"
            throw HDF5Error(.unsupported, operation: operation, problem: problem)
        }
        let byteCount = try ([rows.count] + shape.dropFirst() + [type.byteCount]).product(for: operation)
        precondition(buffer.count >= byteCount, "the buffer is smaller than the rows")
        let memoryType = try type.makeMemoryType(for: operation)
        try transfer(rows, operation) { file, memory in
            // Written within the bytes counted above: as many elements as `rows` selects, each of the memory type.
            H5Dread(handle.id, memoryType.id, memory, file, hid_t(H5P_DEFAULT), buffer.baseAddress)
        }
    }

    /// Reads rows as an array of `rows.count` × ``rowWidth()`` numbers in C order. See ``read(rows:as:into:)``.
    public func read<Element: Number>(
        _ type: Element.Type = Element.self, rows: Range<Int>
    ) throws(HDF5Error) -> [Element] {
        let operation = "read data set '\(name)' of '\(file)'"
        try check(rows, operation)
        let count = try ([rows.count] + shape.dropFirst()).product(for: operation)
        var values = [Element](repeating: .zero, count: count)
        let outcome = values.withUnsafeMutableBytes { bytes in
            Result { () throws(HDF5Error) in try read(rows: rows, as: Element.numberType, into: bytes) }
        }
        try outcome.get()
        return values
    }

    /// Reads all rows.
    public func read<Element: Number>(_ type: Element.Type = Element.self) throws(HDF5Error) -> [Element] {
        try read(type, rows: 0..<count)
    }

    /// Writes all elements, in C order, through the library's own filters.
    ///
    /// - Parameter values: as many as the data set has elements.
    public func write<Element: Number>(_ values: [Element]) throws(HDF5Error) {
        let operation = "write data set '\(name)' of '\(file)'"
        precondition(values.count == shape.reduce(1, *), "as many values as elements")
        let memoryType = try Element.numberType.makeMemoryType(for: operation)
        let id = handle.id
        try Library.call(operation) {
            H5Dwrite(id, memoryType.id, hid_t(H5S_ALL), hid_t(H5S_ALL), hid_t(H5P_DEFAULT), values)
        }
    }

    /// Calls `body` inside the library's door with the selection of `rows` and a space in memory of their shape; not at
    /// all where there is nothing to transfer.
    func transfer(
        _ rows: Range<Int>, _ operation: String, _ body: (_ file: hid_t, _ memory: hid_t) -> herr_t
    ) throws(HDF5Error) {
        try check(rows, operation)
        if rows.isEmpty || shape.contains(0) { return }
        let id = handle.id
        let selection = try Dataspace(operation) { H5Dget_space(id) }
        // A data set without axes is selected whole.
        if !shape.isEmpty { try selection.select(rows: rows, of: shape, for: operation) }
        let memory = try Dataspace(shape: [rows.count] + shape.dropFirst(), for: operation)
        try Library.call(operation) { body(selection.id, memory.id) }
    }

    func check(_ rows: Range<Int>, _ operation: String) throws(HDF5Error) {
        guard rows.lowerBound >= 0, rows.upperBound <= count else {
            let problem = "there are no rows \(rows.lowerBound) to \(rows.upperBound - 1); it has \(count)"
            throw HDF5Error(.missingObject, operation: operation, problem: problem)
        }
    }
}

extension Content {
    /// To be read after "its elements are".
    var words: String {
        switch self {
        case .numbers: "numbers"
        case .strings: "strings"
        case .unsupported(let name): "of the type '\(name)'"
        }
    }
}
