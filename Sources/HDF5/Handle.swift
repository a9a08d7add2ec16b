internal import CHDF5

/// The one owner of an object that the library opened. Its end closes the object; ``close(_:)`` does so too and reports.
struct Handle: ~Copyable, Sendable {
    enum Kind: Sendable {
        case file, dataset, object, attribute, dataspace, datatype, properties

        fileprivate func close(_ id: hid_t) -> herr_t {
            switch self {
            case .file: H5Fclose(id)
            case .dataset: H5Dclose(id)
            case .object: H5Oclose(id)
            case .attribute: H5Aclose(id)
            case .dataspace: H5Sclose(id)
            case .datatype: H5Tclose(id)
            case .properties: H5Pclose(id)
            }
        }
    }

    /// Valid as long as this handle lives; never negative.
    let id: hid_t
    private let kind: Kind

    /// Takes what `open` returns, which must be new: closing an identifier that someone else owns would close an
    /// unrelated object later on.
    init(_ kind: Kind, _ operation: @autoclosure () -> String, _ open: () -> hid_t) throws(HDF5Error) {
        self.id = try Library.call(operation(), open)
        self.kind = kind
    }

    /// Closes for real: what could not be written shows here.
    consuming func close(_ operation: @autoclosure () -> String) throws(HDF5Error) {
        let (id, kind) = (id, kind)
        discard self
        try Library.call(operation()) { kind.close(id) }
    }

    deinit {
        let (id, kind) = (id, kind)
        _ = try? Library.call("close an object") { kind.close(id) }
    }
}
