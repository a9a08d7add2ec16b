internal import CHDF5

/// How the elements of a data set lie in its file.
public enum Layout: Equatable, Sendable {
    /// In one piece, in C order, without filters. `bytes` are positions in the file; nil while nothing is stored, or
    /// where the elements lie in other files.
    case contiguous(bytes: Range<Int>?)
    /// In chunks of `shape` elements, each stored by itself, having passed `filters` in this order.
    case chunked(shape: [Int], filters: [Filter])
    /// Inside the description of the data set, or gathered from other files.
    case other

    /// - Parameters:
    ///   - dataset: an open data set.
    ///   - byteCount: what its elements take in the file without filters.
    ///   - fileSize: bytes of the file, which a damaged one may promise to exceed.
    init(of dataset: hid_t, rank: Int, byteCount: Int, fileSize: Int, for operation: String) throws(HDF5Error) {
        let properties = try Handle(.properties, operation) { H5Dget_create_plist(dataset) }
        let id = properties.id
        switch H5D_layout_t(try Library.call(operation) { H5Pget_layout(id).rawValue }) {
        case H5D_CONTIGUOUS:
            let isElsewhere = try Library.call(operation) { H5Pget_external_count(id) } > 0
            let bytes = isElsewhere ? nil : try Layout.storedBytes(of: dataset, byteCount, fileSize, operation)
            self = .contiguous(bytes: bytes)
        case H5D_CHUNKED:
            let shape = try Layout.chunkShape(id, rank: rank, for: operation)
            self = .chunked(shape: shape, filters: try Filter.pipeline(of: id, for: operation))
        default:
            self = .other
        }
    }

    private static func storedBytes(
        of dataset: hid_t, _ byteCount: Int, _ fileSize: Int, _ operation: String
    ) throws(HDF5Error) -> Range<Int>? {
        var offset: haddr_t = 0
        try Library.call(operation) {
            offset = H5Dget_offset(dataset)
            return Int32(0)
        }
        // The largest address means "nowhere": nothing was written yet.
        guard offset != haddr_t.max else { return nil }
        guard let start = Int(exactly: offset), start <= fileSize, byteCount <= fileSize - start else {
            let problem = "its \(byteCount) bytes at \(offset) do not lie within the file's \(fileSize); it is damaged"
            throw HDF5Error(.library, operation: operation, problem: problem)
        }
        return start..<start + byteCount
    }

    private static func chunkShape(_ id: hid_t, rank: Int, for operation: String) throws(HDF5Error) -> [Int] {
        var extents = [hsize_t](repeating: 0, count: rank)
        let found = try Library.call(operation) { H5Pget_chunk(id, Int32(rank), &extents) }
        // Chunk extents are 32-bit numbers in the file.
        guard found == rank, extents.allSatisfy({ (1...0xffff_ffff).contains($0) }) else {
            throw HDF5Error(.library, operation: operation, problem: "its chunks do not fit its shape; it is damaged")
        }
        return extents.map { Int($0) }
    }
}
