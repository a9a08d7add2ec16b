import CKernels

/// Rows as the byte kernels read them: panels of 32 rows, some columns at a time, `[panel][steps][32][columns]`,
/// values + ``ByteLayout/offset``.
///
/// - Complexity: O(rows · width) time, 1 byte per element.
final class ByteRows: @unchecked Sendable {
    // Sendable: filled in init, read afterwards.
    static let rowsPerPanel = knn_byte_panel

    let count: Int
    let layout: ByteLayout
    /// Steps of columns.
    let steps: Int
    /// `Δ`, by which rows are rounded.
    let step: Double
    let values: AlignedBuffer<UInt8>
    /// ⌊|z|²/2⌋ of each row; 0 for the empty lanes of the last panel.
    let terms: AlignedBuffer<Int32>
    /// ⌈|z|²/2⌉ + offset · Σ z of each row, modulo 2³².
    let queryTerms: AlignedBuffer<Int32>
    /// How far each row may be from its image.
    let errors: AlignedBuffer<Float>
    /// The largest of ``errors``.
    let largestError: Double

    var panelCount: Int { (count + Self.rowsPerPanel - 1) / Self.rowsPerPanel }
    var stepBytes: Int { layout.columnsPerStep * Self.rowsPerPanel }
    /// Bytes of one panel.
    var panelBytes: Int { steps * stepBytes }
    /// Panels, a multiple of 8, that stay in a core's cache while the groups of a block pass over them.
    var panelsPerPass: Int { max(8, min(64, Self.passBytes / panelBytes / 8 * 8)) }
    private static let passBytes = 3 << 18

    /// The first `count` rows of `rows`, all of which fit (``fits(_:_:step:)``).
    init(of rows: FloatRows, count: Int, width: Int, step: Double, layout: ByteLayout, threads: Int) throws {
        self.count = count
        self.step = step
        self.layout = layout
        let columns = layout.columnsPerStep
        steps = layout.steps(columns: width)
        let lanes = Self.rowsPerPanel
        let panels = (count + lanes - 1) / lanes
        values = AlignedBuffer(count: panels * steps * lanes * columns, repeating: layout.offset)
        terms = AlignedBuffer(count: panels * lanes, repeating: 0)
        queryTerms = AlignedBuffer(count: count, repeating: 0)
        errors = AlignedBuffer(count: count, repeating: 0)
        let filling = Filling(
            rows: rows, width: width, step: step, steps: steps, layout: layout, values: values, terms: terms,
            queryTerms: queryTerms, errors: errors)
        try Parallel.forEach(panels, threads: threads) { filling.fill(panel: $0, count: count) }
        var largest: Float = 0
        for row in 0..<count { largest = max(largest, errors[row]) }
        largestError = Double(largest)
    }

    /// Whether the rounded row stays within the kernel's range.
    static func fits(_ row: UnsafePointer<Float>, width: Int, step: Double, _ layout: ByteLayout) -> Bool {
        guard layout == .pairs else {
            let largest = Float(Double(layout.largestValue) * step)
            return (0..<width).allSatisfy { abs(row[$0]) <= largest }
        }
        return withUnsafeTemporaryAllocation(of: Int8.self, capacity: width) { rounded in
            guard let start = rounded.baseAddress else { return true }
            return knn_byte_round(row, width, step, layout.largestValue, start) < .infinity
                && Double(squaredNorm(start, width)) <= layout.largestNorm * layout.largestNorm
        }
    }

    fileprivate static func squaredNorm(_ rounded: UnsafePointer<Int8>, _ width: Int) -> Int {
        var sum = 0
        for column in 0..<width { sum += Int(rounded[column]) * Int(rounded[column]) }
        return sum
    }

    /// The first step's columns of a row; the next step's are ``stepBytes`` further.
    func start(ofRow row: Int) -> UnsafePointer<UInt8> {
        let lanes = Self.rowsPerPanel
        return UnsafePointer(values.start) + row / lanes * panelBytes + row % lanes * layout.columnsPerStep
    }

    private struct Filling: @unchecked Sendable {
        // Sendable: every panel is written by one thread.
        let rows: FloatRows
        let width: Int
        let step: Double
        let steps: Int
        let layout: ByteLayout
        let values: AlignedBuffer<UInt8>
        let terms: AlignedBuffer<Int32>
        let queryTerms: AlignedBuffer<Int32>
        let errors: AlignedBuffer<Float>

        func fill(panel: Int, count: Int) {
            let lanes = ByteRows.rowsPerPanel
            let columns = layout.columnsPerStep
            let bytes = steps * columns * lanes
            withUnsafeTemporaryAllocation(of: Int8.self, capacity: width) { rounded in
                guard let start = rounded.baseAddress else { return }
                for row in panel * lanes..<min(panel * lanes + lanes, count) {
                    let squares = knn_byte_round(rows[row], width, step, layout.largestValue, start)
                    let lane = values.start + panel * bytes + row % lanes * columns
                    for (step, first) in Swift.stride(from: 0, to: width, by: columns).enumerated() {
                        for column in first..<min(first + columns, width) {
                            lane[step * columns * lanes + column - first] =
                                UInt8(bitPattern: start[column]) &+ layout.offset
                        }
                    }
                    let norm = ByteRows.squaredNorm(start, width)
                    let sum = (0..<width).reduce(0) { $0 + Int(start[$1]) }
                    terms[row] = Int32(truncatingIfNeeded: norm / 2)
                    queryTerms[row] = Int32(truncatingIfNeeded: (norm + 1) / 2 + Int(layout.offset) * sum)
                    // The float64 roundings of the measured error are covered by 2⁻²⁰ of it and 2⁻⁴⁰ of a step per column.
                    let error = squares.squareRoot() * 0x1.00001p0 + step * Double(width).squareRoot() * 0x1p-40
                    errors[row] = (Float(error).nextUp + rows.errors[row]).nextUp
                }
            }
        }
    }
}
