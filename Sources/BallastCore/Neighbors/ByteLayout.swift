import CKernels

/// How byte kernels take rows in; all give the same neighbours.
enum ByteLayout: Sendable {
    /// Two columns at a time, sums of 16 bits: for rows of at most 256 columns, since coarser steps must keep norms small.
    case pairs
    /// Four columns at a time, sums of 32 bits: for wide rows.
    case quads
    /// Four columns at a time of sixteen queries, steps half as coarse: where the CPU has instructions for such products.
    case tiles

    /// Columns beyond which the norm limit of ``pairs`` makes steps too coarse to rule pairs out.
    private static let mostPairedColumns = 256
    /// Columns beyond which sums of ``tiles`` might leave 32 bits.
    private static let mostTiledColumns = 1 << 14
    /// Columns beyond which all sums might leave 32 bits.
    static let mostColumns = 1 << 17

    static func suiting(columns: Int, kernels: NeighborKernels) -> ByteLayout {
        if columns <= mostTiledColumns, kernels.useVNNI || kernels.useAMX { return .tiles }
        return columns > mostPairedColumns ? .quads : .pairs
    }

    var columnsPerStep: Int { self == .pairs ? 2 : 4 }

    /// Queries that a kernel takes at a time.
    var rowsPerGroup: Int { self == .tiles ? knn_byte_tile_group : knn_byte_group }

    /// Steps for rows of so many columns, with those that only fill up.
    func steps(columns: Int) -> Int {
        let steps = (columns + columnsPerStep - 1) / columnsPerStep
        return self == .tiles ? knn_byte_tile_chunks(steps) * knn_byte_tile_chunk(steps) : steps
    }

    /// The largest value of a rounded row, of either sign.
    var largestValue: Int32 { self == .tiles ? 127 : 63 }

    /// What bytes hold more than the values, so that they have no sign.
    var offset: UInt8 { UInt8(largestValue) + 1 }

    /// Norms of rounded rows up to this keep every sum in range.
    var largestNorm: Double { self == .pairs ? 181 : .infinity }

    /// The largest limit that a kernel takes.
    var largestLimit: Int32 { self == .pairs ? 65535 : (1 << 30) - 1 }
}
