internal import CHDF5

/// The extents of a data set or attribute, or a selection of its elements.
struct Dataspace: ~Copyable {
    let handle: Handle

    init(_ operation: @autoclosure () -> String, _ open: () -> hid_t) throws(HDF5Error) {
        handle = try Handle(.dataspace, operation(), open)
    }

    /// A space of the extents `shape`; without extents it holds one element.
    init(shape: [Int], for operation: String) throws(HDF5Error) {
        let extents = shape.map(hsize_t.init)
        handle = try Handle(.dataspace, operation) {
            extents.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(extents.count), extents, nil)
        }
    }

    var id: hid_t { handle.id }

    /// The extents in elements; nil for a space that holds nothing at all.
    func shape(for operation: String) throws(HDF5Error) -> [Int]? {
        let id = handle.id
        let kind = try Library.call(operation) { H5Sget_simple_extent_type(id).rawValue }
        if H5S_class_t(kind) == H5S_NULL { return nil }
        let rank = Int(try Library.call(operation) { H5Sget_simple_extent_ndims(id) })
        var extents = [hsize_t](repeating: 0, count: rank)
        try Library.call(operation) { H5Sget_simple_extent_dims(id, &extents, nil) }
        return try extents.map { extent throws(HDF5Error) in
            guard let extent = Int(exactly: extent) else {
                throw HDF5Error(.unsupported, operation: operation, problem: "the extent \(extent) is too large")
            }
            return extent
        }
    }

    /// Selects `rows` of axis 0, of all other axes everything. There must be an axis 0.
    func select(rows: Range<Int>, of shape: [Int], for operation: String) throws(HDF5Error) {
        var start = [hsize_t](repeating: 0, count: shape.count)
        var count = shape.map(hsize_t.init)
        start[0] = hsize_t(rows.lowerBound)
        count[0] = hsize_t(rows.count)
        let id = handle.id
        try Library.call(operation) { H5Sselect_hyperslab(id, H5S_SELECT_SET, start, nil, count, nil) }
    }
}

extension [Int] {
    /// The product of sizes that may come from a damaged file.
    func product(for operation: String) throws(HDF5Error) -> Int {
        // An extent of zero makes the product zero, whatever the others are.
        if contains(0) { return 0 }
        var product = 1
        for factor in self {
            let (next, overflow) = product.multipliedReportingOverflow(by: factor)
            if overflow {
                let sizes = map(String.init).joined(separator: " × ")
                throw HDF5Error(.unsupported, operation: operation, problem: "\(sizes) is more than can be addressed")
            }
            product = next
        }
        return product
    }
}
