internal import CHDF5

/// An open attribute.
struct AttributeHandle: ~Copyable {
    private let handle: Handle
    private let operation: String
    private let isEmpty: Bool

    init(
        creating name: String, of owner: borrowing Handle, _ type: borrowing Handle, shape: [Int],
        for operation: String
    ) throws(HDF5Error) {
        self.operation = operation
        isEmpty = shape.contains(0)
        let space = try Dataspace(shape: shape, for: operation)
        let (ownerID, typeID) = (owner.id, type.id)
        handle = try Handle(.attribute, operation) {
            H5Acreate2(ownerID, name, typeID, space.id, hid_t(H5P_DEFAULT), hid_t(H5P_DEFAULT))
        }
    }

    private init(opening name: String, of owner: borrowing Handle, for operation: String) throws(HDF5Error) {
        self.operation = operation
        isEmpty = false
        let ownerID = owner.id
        handle = try Handle(.attribute, operation) { H5Aopen(ownerID, name, hid_t(H5P_DEFAULT)) }
    }

    /// Writes all values and closes the attribute.
    consuming func write<Element: BitwiseCopyable>(_ type: borrowing Handle, _ values: [Element]) throws(HDF5Error) {
        let (id, typeID) = (handle.id, type.id)
        if !isEmpty { try Library.call(operation) { H5Awrite(id, typeID, values) } }
        let operation = operation
        try handle.close(operation)
    }

    /// The value of the attribute `name`, or nil where there is none.
    static func read(
        _ name: String, of owner: borrowing Handle, for operation: String
    ) throws(HDF5Error) -> Attribute? {
        let ownerID = owner.id
        if try Library.call(operation, { H5Aexists(ownerID, name) }) == 0 { return nil }
        return try AttributeHandle(opening: name, of: owner, for: operation).value()
    }

    private func value() throws(HDF5Error) -> Attribute {
        let id = handle.id
        let space = try Dataspace(operation) { H5Aget_space(id) }
        let type = try Handle(.datatype, operation) { H5Aget_type(id) }
        let content = try Content(ofType: type.id, for: operation)
        switch (content, try space.shape(for: operation)) {
        case (.strings, let shape?):
            let strings = try strings(shape, type, space)
            return shape.isEmpty ? .string(strings[0]) : .strings(strings)
        case (.numbers(let format), []) where format.type.isInteger:
            return .integer(try integer())
        default:
            let problem = "it is neither a string, a list of strings nor one integer"
            throw HDF5Error(.unsupported, operation: operation, problem: problem)
        }
    }

    private func strings(
        _ shape: [Int], _ type: borrowing Handle, _ space: borrowing Dataspace
    ) throws(HDF5Error) -> [String] {
        let count = try shape.product(for: operation)
        if count == 0 { return [] }
        let (id, typeID) = (handle.id, type.id)
        let format = try StringFormat(ofType: typeID, for: operation)
        return try format.strings(count, type: typeID, space: space.id, for: operation) { H5Aread(id, typeID, $0) }
    }

    private func integer() throws(HDF5Error) -> Int64 {
        let id = handle.id
        let memory = try NumberType.int64.makeMemoryType(for: operation)
        var number: Int64 = 0
        try Library.call(operation) { H5Aread(id, memory.id, &number) }
        return number
    }
}
