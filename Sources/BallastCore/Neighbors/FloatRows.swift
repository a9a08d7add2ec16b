import CKernels

/// Scaled rows in float32, row-major, each padded with zeros to a multiple of 8 columns.
///
/// - Complexity: O(rows · width) time, 4 bytes per element.
final class FloatRows: @unchecked Sendable {
    // Sendable: filled and permuted by one owner, read afterwards.
    let count: Int
    let width: Int
    /// Columns with the padding.
    let stride: Int
    private let values: AlignedBuffer<Float>
    private let start: UnsafeMutablePointer<Float>
    private let useAVX2: Bool
    /// How far each row's image may be from it; −1 for a row out of reach.
    let errors: AlignedBuffer<Float>

    init(of rows: UnsafeBufferPointer<Int64>, scaling: RowScaling, threads: Int) throws {
        precondition(scaling.distance.nominal == 0)
        count = rows.count
        width = scaling.distance.width
        stride = (scaling.distance.width + 7) / 8 * 8
        values = AlignedBuffer(uninitialized: rows.count * stride)
        start = values.start
        useAVX2 = scaling.distance.useAVX2
        errors = AlignedBuffer(count: rows.count, repeating: 0)
        let task = Filling(rows: rows, scaling: scaling, stride: stride, values: values, errors: errors)
        try Parallel.forEach((rows.count + 1023) / 1024, threads: threads) { task.fill(part: $0) }
    }

    subscript(row: Int) -> UnsafeMutablePointer<Float> { start + row * stride }

    /// Σ (a_j − b_j)² of two rows, or of vectors of ``stride`` numbers like them, in float32.
    func squaredDistance(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>) -> Float {
        useAVX2 ? knn_float_pair_avx2(a, b, stride) : knn_float_pair_portable(a, b, stride)
    }

    /// Σ a_j · b_j likewise.
    func product(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>) -> Float {
        useAVX2 ? knn_float_dot_avx2(a, b, stride) : knn_float_dot_portable(a, b, stride)
    }

    /// Some rows in the float kernels' layout: `[rows / lanes][width][lanes]`.
    func transposed(_ positions: Range<Int>, lanes: Int) -> AlignedBuffer<Float> {
        let tiles = (positions.count + lanes - 1) / lanes
        let result = AlignedBuffer<Float>(count: tiles * width * lanes, repeating: 0)
        let start = result.start
        for index in 0..<positions.count {
            let row = self[positions.lowerBound + index]
            let lane = start + index / lanes * width * lanes + index % lanes
            for column in 0..<width { lane[column * lanes] = row[column] }
        }
        return result
    }

    /// Moves the row at `order[p]` to p, for every p. `order` holds each index once.
    func permute(to order: AlignedBuffer<Int32>) {
        var moved = [Bool](repeating: false, count: count)
        let scratch = AlignedBuffer<Float>(count: stride, repeating: 0)
        for first in 0..<count where !moved[first] {
            scratch.start.update(from: self[first], count: stride)
            let error = errors[first]
            var target = first
            while true {
                moved[target] = true
                let source = Int(order[target])
                if source == first { break }
                self[target].update(from: self[source], count: stride)
                errors[target] = errors[source]
                target = source
            }
            self[target].update(from: scratch.start, count: stride)
            errors[target] = error
        }
    }

    private struct Filling: @unchecked Sendable {
        // Sendable: every row is written by one thread.
        let rows: UnsafeBufferPointer<Int64>
        let scaling: RowScaling
        let stride: Int
        let values: AlignedBuffer<Float>
        let errors: AlignedBuffer<Float>

        func fill(part: Int) {
            let width = scaling.distance.width
            for index in part * 1024..<min(part * 1024 + 1024, rows.count) {
                let target = values.start + index * stride
                (target + width).update(repeating: 0, count: stride - width)
                errors[index] = scaling.pack(row: rows[index], to: target, stride: 1)
            }
        }
    }
}
