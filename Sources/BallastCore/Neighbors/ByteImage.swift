/// Some rows made ready for the byte filter: scaled, put in an order where near rows stand together, rounded.
struct ByteImage: Sendable {
    let floats: FloatRows
    /// The first positions; rows that bytes cannot hold come after them.
    let bytes: ByteRows
    /// The index of each position's row in the rows given.
    let order: AlignedBuffer<Int32>

    /// - Parameter step: of the rounding; see ``ByteStep``.
    init(
        of rows: UnsafeBufferPointer<Int64>, scaling: RowScaling, layout: ByteLayout, step: Double, threads: Int
    ) throws {
        let width = scaling.distance.width
        floats = try FloatRows(of: rows, scaling: scaling, threads: threads)
        order = try RowOrder.near(floats, cell: ByteRows.rowsPerPanel, threads: threads)
        let count = try ByteRows.moveFarRowsToEnd(
            order, floats, width: width, step: step, layout, threads: threads)
        floats.permute(to: order)
        bytes = try ByteRows(of: floats, count: count, width: width, step: step, layout: layout, threads: threads)
    }

    /// The indices of the rows that bytes cannot hold.
    var farIndices: [Int] { (bytes.count..<floats.count).map { Int(order[$0]) } }

    /// The largest error of the float32 images of the rows that bytes hold.
    var largestFloatError: Double { (0..<bytes.count).reduce(0) { max($0, Double(floats.errors[$1])) } }
}
