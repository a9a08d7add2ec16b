import CKernels

/// References as the float32 kernels read them: panels of 16 rows, column by column, `[panel][width + nominal][16]`.
///
/// - Complexity: O(rows · width) time, 4 bytes per element.
final class FloatPanels: @unchecked Sendable {
    // Sendable: filled in init, read afterwards.
    static let rowsPerPanel = knn_float_panel

    let count: Int
    /// Floats of one panel.
    let stride: Int
    let values: AlignedBuffer<Float>
    /// How far each row's image may be from it; −1 for a row out of reach.
    let errors: AlignedBuffer<Float>
    /// The largest of ``errors``.
    let largestError: Double
    /// Indices (into the given rows) of the rows out of reach.
    let outOfReach: [Int]

    var panelCount: Int { (count + Self.rowsPerPanel - 1) / Self.rowsPerPanel }

    init(of rows: UnsafeBufferPointer<Int64>, scaling: RowScaling, threads: Int) throws {
        let lanes = Self.rowsPerPanel
        let panels = (rows.count + lanes - 1) / lanes
        count = rows.count
        stride = (scaling.distance.width + scaling.distance.nominal) * lanes
        values = AlignedBuffer(count: panels * stride, repeating: 0)
        errors = AlignedBuffer(count: rows.count, repeating: 0)
        let packing = Packing(rows: rows, scaling: scaling, stride: stride, values: values, errors: errors)
        try Parallel.forEach((panels + 63) / 64, threads: threads) { part in
            for panel in part * 64..<min(part * 64 + 64, panels) { packing.pack(panel: panel) }
        }
        var largest: Float = 0
        var missing: [Int] = []
        for index in 0..<rows.count {
            largest = max(largest, errors[index])
            if errors[index] < 0 { missing.append(index) }
        }
        largestError = Double(largest)
        outOfReach = missing
    }

    /// The panel with number `panel`.
    func start(ofPanel panel: Int) -> UnsafeMutablePointer<Float> { values.start + panel * stride }

    private struct Packing: @unchecked Sendable {
        // Sendable: every panel is written by one thread.
        let rows: UnsafeBufferPointer<Int64>
        let scaling: RowScaling
        let stride: Int
        let values: AlignedBuffer<Float>
        let errors: AlignedBuffer<Float>

        func pack(panel: Int) {
            let lanes = FloatPanels.rowsPerPanel
            for index in panel * lanes..<min(panel * lanes + lanes, rows.count) {
                let lane = values.start + panel * stride + index % lanes
                errors[index] = scaling.pack(row: rows[index], to: lane, stride: lanes)
            }
        }
    }
}

extension RowScaling {
    /// Scales a row and appends its codes. Returns the image's error, rounded up; −1 when the row is out of reach.
    func pack(row: Int64, to scaled: UnsafeMutablePointer<Float>, stride: Int) -> Float {
        let error = scale(row: row, to: scaled, stride: stride)
        if let codes = distance.codes(ofRow: Int(row)) {
            for (column, code) in codes.enumerated() {
                scaled[(distance.width + column) * stride] = Float(bitPattern: UInt32(bitPattern: code))
            }
        }
        return error < 0 ? -1 : Float(error).nextUp
    }
}
