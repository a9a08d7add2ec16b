internal import CHDF5

/// One step of the way from the bytes of a chunk to the bytes in the file.
public enum Filter: Equatable, Sendable {
    /// A zlib stream; `level` from 0 to 9 says how hard to try and does not matter for reading.
    case deflate(level: Int)
    /// All first bytes of the elements, then all second ones, and so on.
    case shuffle
    /// A checksum of four bytes at the end.
    case fletcher32
    /// Any other, by the number it is registered under and the name the file gives it.
    case other(id: Int, name: String)

    /// The filters of a creation property list, in the order of writing.
    static func pipeline(of properties: hid_t, for operation: String) throws(HDF5Error) -> [Filter] {
        let count = try Library.call(operation) { H5Pget_nfilters(properties) }
        var filters: [Filter] = []
        for index in 0..<UInt32(count) {
            filters.append(try Filter(at: index, of: properties, for: operation))
        }
        return filters
    }

    private init(at index: UInt32, of properties: hid_t, for operation: String) throws(HDF5Error) {
        var (flags, configuration): (UInt32, UInt32) = (0, 0)
        var values = [UInt32](repeating: 0, count: 8)
        var valueCount = values.count
        var name = [CChar](repeating: 0, count: 64)
        let id = try Library.call(operation) {
            H5Pget_filter2(
                properties, index, &flags, &valueCount, &values, name.count, &name, &configuration)
        }
        switch id {
        case H5Z_FILTER_DEFLATE: self = .deflate(level: Int(values[0]))
        case H5Z_FILTER_SHUFFLE: self = .shuffle
        case H5Z_FILTER_FLETCHER32: self = .fletcher32
        default:
            let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            self = .other(id: Int(id), name: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Adds the filter to the properties of a data set that is about to be made.
    func add(to properties: borrowing PropertyList, for operation: String) throws(HDF5Error) {
        switch self {
        case .deflate(let level):
            guard (0...9).contains(level) else {
                let problem = "there is no deflate level '\(level)'; levels go from 0 to 9"
                throw HDF5Error(.unsupported, operation: operation, problem: problem)
            }
            try properties.set { H5Pset_deflate($0, UInt32(level)) }
        case .shuffle: try properties.set { H5Pset_shuffle($0) }
        case .fletcher32: try properties.set { H5Pset_fletcher32($0) }
        case .other(let id, let name):
            let problem = "filter \(id) '\(name)' is not written; use deflate, shuffle or fletcher32"
            throw HDF5Error(.unsupported, operation: operation, problem: problem)
        }
    }
}
