import CKernels
import Synchronization

/// Around each panel of 32 rows a box in the coordinates of ``Projections``, and the largest limit of its rows: what lets a
/// group of queries pass over most panels of data that is not equally wide in all directions.
///
/// A pair within K has D'² ≤ F, its row's float32 limit (``FloatMargin``), and the gap of two boxes is at most ‖P‖·D' once
/// both are widened by the coordinates' error. So a panel may be left out when gap² > ‖P‖²·max(F) over both sides; the
/// float32 roundings of gap² (8 squares) are covered by a factor 1 + 2⁻¹⁸.
final class PanelBoxes: @unchecked Sendable {
    // Sendable: boxes are set in init, limits are atomics.
    private let projections: Projections
    private let lows: AlignedBuffer<Float>
    private let highs: AlignedBuffer<Float>
    private let limits: UnsafeMutablePointer<Atomic<UInt32>>
    private let stride: Int
    private let factor: Float
    let count: Int

    private static let rowsPerPanel = ByteRows.rowsPerPanel

    init(of rows: FloatRows, count rowCount: Int, on axes: ProjectionAxes, threads: Int) throws {
        projections = try Projections(of: rows, count: rowCount, on: axes, threads: threads)
        factor = Float(axes.stretch * 0x1.00004p0).nextUp
        count = (rowCount + Self.rowsPerPanel - 1) / Self.rowsPerPanel
        stride = (count + 7) / 8 * 8
        lows = AlignedBuffer(count: stride * Projections.dimensions, repeating: 0)
        highs = AlignedBuffer(count: stride * Projections.dimensions, repeating: 0)
        limits = .allocate(capacity: count)
        for panel in 0..<count {
            (limits + panel).initialize(to: Atomic(Float.infinity.bitPattern))
            let members = panel * Self.rowsPerPanel..<min((panel + 1) * Self.rowsPerPanel, rowCount)
            projections.box(of: members, low: lows.start + panel, high: highs.start + panel, stride: stride)
        }
    }

    deinit {
        limits.deinitialize(count: count)
        limits.deallocate()
    }

    /// The limit of a box from the largest float32 limit of its rows.
    func limit(_ largest: Float) -> Float { largest * factor }

    func setLimit(ofPanel panel: Int, to largest: Float) {
        limits[panel].store(limit(largest).bitPattern, ordering: .relaxed)
    }

    /// The squared gap of a box to each panel's, in `gaps` (as many as there are panels, rounded up to 8).
    func gaps(corners: UnsafePointer<Float>, into gaps: AlignedBuffer<Float>) {
        var scan = knn_box_scan(
            low: corners, high: corners + Projections.dimensions, lows: lows.start, highs: highs.start, stride: stride,
            dimensions: Projections.dimensions, limit: 0, limits: nil)
        knn_box_gaps(&scan, count, gaps.start)
    }

    /// The panels' limits as they are now, padded for the kernel.
    func currentLimits() -> AlignedBuffer<Float> {
        let copy = AlignedBuffer<Float>(count: stride, repeating: -1)
        for panel in 0..<count { copy[panel] = Float(bitPattern: limits[panel].load(ordering: .relaxed)) }
        return copy
    }

    /// The box of some rows: the least of each coordinate, then the largest.
    func box(of positions: Range<Int>, into corners: UnsafeMutablePointer<Float>) {
        projections.box(of: positions, low: corners, high: corners + Projections.dimensions, stride: 1)
    }

    /// Lists the panels of a range, less its start, that rows in a box cannot pass over. `panels` starts at a multiple of 8.
    func select(
        corners: UnsafePointer<Float>, limit: Float, panels: Range<Int>, limits: AlignedBuffer<Float>,
        into list: UnsafeMutablePointer<UInt32>, useAVX2: Bool
    ) -> Int {
        var scan = knn_box_scan(
            low: corners, high: corners + Projections.dimensions, lows: lows.start, highs: highs.start, stride: stride,
            dimensions: Projections.dimensions, limit: limit, limits: limits.start)
        return useAVX2
            ? knn_box_select_avx2(&scan, panels.lowerBound, panels.upperBound, list)
            : knn_box_select_portable(&scan, panels.lowerBound, panels.upperBound, list)
    }
}
