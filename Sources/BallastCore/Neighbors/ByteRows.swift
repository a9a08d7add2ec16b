import CKernels

/// Rows as the byte kernels read them: panels of 32 rows, two columns at a time, `[panel][pairs][32][2]`, values + 64.
///
/// - Complexity: O(rows · width) time, 1 byte per element.
final class ByteRows: @unchecked Sendable {
    // Sendable: filled in init, read afterwards.
    static let rowsPerPanel = knn_byte_panel
    /// Norms up to this keep every sum below 2¹⁶.
    static let largestNorm = 181

    let count: Int
    let pairs: Int
    let step: Double
    let values: AlignedBuffer<UInt8>
    /// ⌊|z|²/2⌋ of each row; 0 for the empty lanes of the last panel.
    let terms: AlignedBuffer<UInt16>
    /// How far each row may be from its image.
    let errors: AlignedBuffer<Float>
    /// The largest of ``errors``.
    let largestError: Double

    var panelCount: Int { (count + Self.rowsPerPanel - 1) / Self.rowsPerPanel }
    /// Bytes of one panel.
    var panelBytes: Int { pairs * Self.rowsPerPanel * 2 }

    /// The first `count` rows of `rows`, all of which fit (``fits(_:_:step:)``).
    init(of rows: FloatRows, count: Int, width: Int, step: Double, threads: Int) throws {
        self.count = count
        self.step = step
        pairs = (width + 1) / 2
        let lanes = Self.rowsPerPanel
        let panels = (count + lanes - 1) / lanes
        values = AlignedBuffer(count: panels * pairs * lanes * 2, repeating: 64)
        terms = AlignedBuffer(count: panels * lanes, repeating: 0)
        errors = AlignedBuffer(count: count, repeating: 0)
        let filling = Filling(rows: rows, width: width, step: step, values: values, terms: terms, errors: errors)
        try Parallel.forEach(panels, threads: threads) { filling.fill(panel: $0, count: count) }
        var largest: Float = 0
        for row in 0..<count { largest = max(largest, errors[row]) }
        largestError = Double(largest)
    }

    /// Whether the rounded row stays within the kernel's range.
    static func fits(_ row: UnsafePointer<Float>, width: Int, step: Double) -> Bool {
        withUnsafeTemporaryAllocation(of: Int8.self, capacity: width) { rounded in
            guard let start = rounded.baseAddress else { return true }
            return knn_byte_round(row, width, step, start) < .infinity
                && squaredNorm(start, width) <= largestNorm * largestNorm
        }
    }

    fileprivate static func squaredNorm(_ rounded: UnsafePointer<Int8>, _ width: Int) -> Int {
        var sum = 0
        for column in 0..<width { sum += Int(rounded[column]) * Int(rounded[column]) }
        return sum
    }

    /// The value of a row in a column.
    func value(_ row: Int, _ column: Int) -> Int {
        let lanes = Self.rowsPerPanel
        return Int(values[row / lanes * panelBytes + column / 2 * lanes * 2 + row % lanes * 2 + column % 2]) - 64
    }

    private struct Filling: @unchecked Sendable {
        // Sendable: every panel is written by one thread.
        let rows: FloatRows
        let width: Int
        let step: Double
        let values: AlignedBuffer<UInt8>
        let terms: AlignedBuffer<UInt16>
        let errors: AlignedBuffer<Float>

        func fill(panel: Int, count: Int) {
            let lanes = ByteRows.rowsPerPanel
            let bytes = (width + 1) / 2 * lanes * 2
            withUnsafeTemporaryAllocation(of: Int8.self, capacity: width) { rounded in
                guard let start = rounded.baseAddress else { return }
                for row in panel * lanes..<min(panel * lanes + lanes, count) {
                    let squares = knn_byte_round(rows[row], width, step, start)
                    let lane = values.start + panel * bytes + row % lanes * 2
                    for column in 0..<width {
                        lane[column / 2 * lanes * 2 + column % 2] = UInt8(truncatingIfNeeded: Int(start[column]) + 64)
                    }
                    terms[row] = UInt16(ByteRows.squaredNorm(start, width) / 2)
                    // The float64 roundings of the measured error are covered by 2⁻²⁰ of it and 2⁻⁴⁰ of a step per column.
                    let error = squares.squareRoot() * 0x1.00001p0 + step * Double(width).squareRoot() * 0x1p-40
                    errors[row] = (Float(error).nextUp + rows.errors[row]).nextUp
                }
            }
        }
    }
}
