import CKernels

/// How byte kernels take rows in; both give the same survivors for the same limits.
enum ByteLayout: Sendable {
    /// Two columns at a time, sums of 16 bits: for rows of at most 256 columns, since coarser steps must keep norms small.
    case pairs
    /// Four columns at a time, sums of 32 bits: for wide rows, and for all where the CPU has an instruction for them.
    case quads

    /// Columns beyond which the norm limit of ``pairs`` makes steps too coarse to rule pairs out.
    private static let mostPairedColumns = 256
    /// Columns beyond which sums might leave 32 bits.
    static let mostColumns = 1 << 17

    static func suiting(columns: Int, kernels: NeighborKernels) -> ByteLayout {
        columns > mostPairedColumns || kernels.useVNNI ? .quads : .pairs
    }

    var columnsPerStep: Int { self == .pairs ? 2 : 4 }

    /// Norms of rounded rows up to this keep every sum in range.
    var largestNorm: Double { self == .pairs ? 181 : .infinity }

    /// The largest limit that a kernel takes.
    var largestLimit: Int32 { self == .pairs ? 65535 : (1 << 30) - 1 }
}
