import CKernels

/// A few directions near the leading principal axes of some rows, so that coordinates along them show as much of the rows'
/// distances as few numbers can.
///
/// They come from a few rounds of subspace iteration on a sample. Nothing relies on how near to the axes they are: for any
/// P the projections of two rows lie within ‖P‖ of their distance, and ‖P‖² ≤ 1 + max_i Σ_j |(P·Pᵀ − 1)_ij| (Gershgorin)
/// is computed.
struct ProjectionAxes: Sendable {
    static let count = 8
    /// Rows looked at, and elements: fewer of wide rows, where a pass over the sample would take as long as the search.
    private static let sampleSize = 64...512
    private static let sampleElements = 1 << 17
    private static let rounds = 6

    let axes: [AlignedBuffer<Float>]
    /// At least ‖P‖².
    let stretch: Double

    /// The axes of the first `count` rows.
    init(of rows: FloatRows, count: Int) {
        axes = Self.axes(of: rows, count: count)
        stretch = Self.squaredNorm(of: axes, width: rows.stride)
    }

    private static func axes(of rows: FloatRows, count rowCount: Int) -> [AlignedBuffer<Float>] {
        let size = min((sampleElements / rows.stride).clamped(to: sampleSize), rowCount)
        let sample = (0..<size).map { rows[$0 * rowCount / max(size, 1)] }
        var axes = (0..<Self.count).map { _ in AlignedBuffer<Float>(count: rows.stride, repeating: 0) }
        guard size > 1 else { return axes }
        let mean = AlignedBuffer<Float>(count: rows.stride, repeating: 0)
        for row in sample { knn_float_add(row, 1 / Float(size), mean.start, rows.stride) }
        for (k, axis) in axes.enumerated() {
            knn_float_add(sample[(2 * k + 1) * size / (2 * Self.count)], 1, axis.start, rows.stride)
            knn_float_add(mean.start, -1, axis.start, rows.stride)
        }
        orthonormalize(axes, of: rows)
        for _ in 0..<rounds {
            let next = axes.map { _ in AlignedBuffer<Float>(count: rows.stride, repeating: 0) }
            for (axis, sum) in zip(axes, next) {
                let middle = rows.product(mean.start, axis.start)
                for row in sample {
                    let share = (rows.product(row, axis.start) - middle) / Float(size)
                    knn_float_add(row, share, sum.start, rows.stride)
                }
            }
            orthonormalize(next, of: rows)
            axes = next
        }
        return axes
    }

    /// Gram–Schmidt, twice over; an axis that depends on those before becomes 0, which is as valid.
    private static func orthonormalize(_ axes: [AlignedBuffer<Float>], of rows: FloatRows) {
        let width = rows.stride
        for (k, axis) in axes.enumerated() {
            let before = rows.product(axis.start, axis.start)
            for _ in 0..<2 {
                for other in axes.prefix(k) {
                    knn_float_add(other.start, -rows.product(other.start, axis.start), axis.start, width)
                }
            }
            let after = rows.product(axis.start, axis.start)
            let usable = after > before * 1e-8 && after > .leastNormalMagnitude && after < .infinity
            let factor = usable ? 1 / after.squareRoot() : 0
            for column in 0..<width { axis[column] = usable ? axis[column] * factor : 0 }
        }
    }

    private static func squaredNorm(of axes: [AlignedBuffer<Float>], width: Int) -> Double {
        let rows = axes.enumerated().map { i, first in
            axes.enumerated().reduce(0.0) { sum, other in
                var product = i == other.offset ? -1.0 : 0
                for column in 0..<width { product += Double(first[column]) * Double(other.element[column]) }
                return sum + abs(product)
            }
        }
        // An axis of zeros adds nothing to ‖P‖.
        let isZero = axes.map { axis in !(0..<width).contains { axis[$0] != 0 } }
        let deviations = zip(rows, isZero).map { $1 ? 0 : $0 }
        return (1 + (deviations.max() ?? 0)) * (1 + 0x1p-40)
    }
}
