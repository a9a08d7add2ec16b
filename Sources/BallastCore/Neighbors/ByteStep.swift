/// The step Δ by which rows are rounded to bytes.
enum ByteStep {
    /// Rows looked at, and their elements.
    private static let sampleSize = 250...4000
    private static let sampleElements = 1 << 18
    /// The share of rows that must fit; the rest are compared in float32.
    private static let share = 0.995

    /// The smallest step at which all but the farthest rows stay within the kernel's range of values and norms (a little
    /// inside it, since rounding moves both).
    static func choose(
        for rows: UnsafeBufferPointer<Int64>, scaling: RowScaling, _ layout: ByteLayout, threads: Int
    ) throws -> Double {
        let width = scaling.distance.width
        let size = min((sampleElements / max(width, 1)).clamped(to: sampleSize), rows.count)
        let sample = (0..<size).map { rows[$0 * rows.count / size] }
        let floats = try sample.withUnsafeBufferPointer { try FloatRows(of: $0, scaling: scaling, threads: threads) }
        let needs = (0..<size).map { index in
            let row = floats[index]
            var (largest, squares) = (Float(0), Float(0))
            for column in 0..<width {
                largest = max(largest, abs(row[column]))
                squares += row[column] * row[column]
            }
            return max(
                Double(largest) / (Double(layout.largestValue) + 0.4),
                Double(squares.squareRoot()) / (layout.largestNorm - 4))
        }.sorted()
        let need = needs[min(size - 1, Int(Double(size) * share))]
        return need > 0 && need < .infinity ? need : 1
    }
}

extension ByteRows {
    /// Puts the indices of rows that bytes cannot hold last; returns how many come before them.
    static func moveFarRowsToEnd(
        _ order: AlignedBuffer<Int32>, _ rows: FloatRows, width: Int, step: Double, _ layout: ByteLayout, threads: Int
    ) throws -> Int {
        let isNear = AlignedBuffer<Bool>(count: rows.count, repeating: false)
        try Parallel.forEach((rows.count + 255) / 256, threads: threads) { part in
            for row in part * 256..<min(part * 256 + 256, rows.count) {
                isNear[row] = rows.errors[row] >= 0 && fits(rows[row], width: width, step: step, layout)
            }
        }
        var far: [Int32] = []
        var near = 0
        for position in 0..<rows.count {
            let row = order[position]
            if isNear[Int(row)] {
                order[near] = row
                near += 1
            } else {
                far.append(row)
            }
        }
        for (index, row) in far.enumerated() { order[near + index] = row }
        return near
    }
}
