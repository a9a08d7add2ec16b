internal import CHDF5

/// A small named value at a file's root or at a data set.
public enum Attribute: Equatable, Sendable {
    case integer(Int64)
    case string(String)
    case strings([String])
}

extension File {
    /// Adds an attribute to the root. Strings become fixed-length UTF-8, filled up with zeros, so zeros at their ends
    /// are lost.
    ///
    /// - Parameter name: must be new.
    /// - Throws: ``HDF5Error`` where the library refuses.
    public func setAttribute(_ name: String, to value: Attribute) throws(HDF5Error) {
        let operation = "write attribute '\(name)' of '\(path)'"
        switch value {
        case .integer(let number):
            let memory = try NumberType.int64.makeMemoryType(for: operation)
            let type = try NumberType.int64.makeFileType(for: operation)
            try AttributeHandle(creating: name, of: handle, type, shape: [], for: operation).write(memory, [number])
        case .string(let string):
            try setStrings([string], shape: [], name, operation)
        case .strings(let strings):
            try setStrings(strings, shape: [strings.count], name, operation)
        }
    }

    private func setStrings(
        _ strings: [String], shape: [Int], _ name: String, _ operation: String
    ) throws(HDF5Error) {
        // A type of no bytes does not exist.
        let size = max(1, strings.lazy.map(\.utf8.count).max() ?? 1)
        let type = try Handle(.datatype, operation) { H5Tcopy(h5_c_string()) }
        try Library.call(operation) {
            min(
                H5Tset_size(type.id, size), H5Tset_strpad(type.id, H5T_STR_NULLPAD), H5Tset_cset(type.id, H5T_CSET_UTF8)
            )
        }
        var bytes = [UInt8](repeating: 0, count: try [strings.count, size].product(for: operation))
        for (index, string) in strings.enumerated() {
            let start = index * size
            bytes.replaceSubrange(start..<start + string.utf8.count, with: string.utf8)
        }
        try AttributeHandle(creating: name, of: handle, type, shape: shape, for: operation).write(type, bytes)
    }

    /// An attribute of the root, or nil where there is none of that name.
    ///
    /// - Throws: ``HDF5Error`` where the attribute is neither a string, a list of strings nor one integer, or is damaged.
    public func attribute(_ name: String) throws(HDF5Error) -> Attribute? {
        try AttributeHandle.read(name, of: handle, for: "read attribute '\(name)' of '\(path)'")
    }
}

extension Dataset {
    /// An attribute of the data set, or nil where there is none of that name. See ``File/attribute(_:)``.
    public func attribute(_ attribute: String) throws(HDF5Error) -> Attribute? {
        let operation = "read attribute '\(attribute)' of data set '\(name)' of '\(file)'"
        return try AttributeHandle.read(attribute, of: handle, for: operation)
    }
}
