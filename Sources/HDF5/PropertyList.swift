internal import CHDF5

/// Settings of an operation, made before it is carried out.
struct PropertyList: ~Copyable {
    private let handle: Handle
    /// The operation that the settings are for, as errors name it.
    private let operation: String

    /// - Parameter kind: one of the shim's property list classes.
    init(_ kind: () -> hid_t, for operation: String) throws(HDF5Error) {
        self.operation = operation
        self.handle = try Handle(.properties, operation) { H5Pcreate(kind()) }
    }

    var id: hid_t { handle.id }

    func set(_ change: (hid_t) -> herr_t) throws(HDF5Error) {
        let id = handle.id
        try Library.call(operation) { change(id) }
    }
}
