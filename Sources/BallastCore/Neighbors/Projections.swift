/// Rows seen along a few directions: coordinates whose differences exceed the rows' distance by at most ‖P‖.
///
/// - Complexity: O(rows · width) time, 32 bytes per row.
struct Projections: Sendable {
    static let dimensions = ProjectionAxes.count

    /// `[row][8]`.
    private let values: AlignedBuffer<Float>
    /// How far any coordinate may be from the exact one.
    private let error: Float

    /// Projects the first `count` rows.
    init(of rows: FloatRows, count: Int, on axes: ProjectionAxes, threads: Int) throws {
        let values = AlignedBuffer<Float>(count: count * Self.dimensions, repeating: 0)
        let norms = AlignedBuffer<Float>(count: (count + 1023) / 1024, repeating: 0)
        try Parallel.forEach(norms.count, threads: threads) { part in
            for row in part * 1024..<min(part * 1024 + 1024, count) {
                for k in 0..<Self.dimensions {
                    values[row * Self.dimensions + k] = rows.product(rows[row], axes.axes[k].start)
                }
                norms[part] = max(norms[part], rows.product(rows[row], rows[row]))
            }
        }
        self.values = values
        let largest = (0..<norms.count).reduce(Float(0)) { max($0, norms[$1]) }.squareRoot()
        // A sum of `stride` products is off by at most γ·|axis|·|row|; two more roundings widen a box by the error.
        error = Float(rows.stride + 16) * 0x1p-24 * largest * 1.01
    }

    /// A box that holds some rows' exact coordinates.
    func box(
        of positions: Range<Int>, low: UnsafeMutablePointer<Float>, high: UnsafeMutablePointer<Float>, stride: Int
    ) {
        for k in 0..<Self.dimensions {
            var (least, most) = (Float.infinity, -Float.infinity)
            for position in positions {
                let value = values[position * Self.dimensions + k]
                least = min(least, value)
                most = max(most, value)
            }
            low[k * stride] = least - error
            high[k * stride] = most + error
        }
    }
}
