import CKernels

/// A block of queries as the float32 kernels read them: groups of 6 rows, `[group][width + nominal][6]`.
struct FloatQueries {
    static let rowsPerGroup = knn_float_group

    let count: Int
    /// Floats of one group.
    let stride: Int
    let values: AlignedBuffer<Float>
    /// How far each row's image may be from it; −1 for a row out of reach.
    let errors: AlignedBuffer<Float>

    var groupCount: Int { (count + Self.rowsPerGroup - 1) / Self.rowsPerGroup }

    init(of rows: UnsafeBufferPointer<Int64>, scaling: RowScaling) {
        let lanes = Self.rowsPerGroup
        count = rows.count
        stride = (scaling.distance.width + scaling.distance.nominal) * lanes
        let groups = (rows.count + lanes - 1) / lanes
        values = AlignedBuffer(count: groups * stride, repeating: 0)
        errors = AlignedBuffer(count: groups * lanes, repeating: -1)
        for (index, row) in rows.enumerated() {
            let lane = values.start + index / lanes * stride + index % lanes
            errors[index] = scaling.pack(row: row, to: lane, stride: lanes)
        }
    }

    /// Rows that are scaled already.
    init(_ positions: Range<Int>, of rows: FloatRows) {
        let lanes = Self.rowsPerGroup
        count = positions.count
        stride = rows.width * lanes
        values = rows.transposed(positions, lanes: lanes)
        errors = AlignedBuffer(count: (count + lanes - 1) / lanes * lanes, repeating: -1)
        errors.start.update(from: rows.errors.start + positions.lowerBound, count: count)
    }

    /// Queries of a block: enough work for a panel in cache, at most a megabyte.
    static func blockSize(columns: Int) -> Int { max(24, min(192, (1 << 18) / max(columns, 1))) / 6 * 6 }
}
