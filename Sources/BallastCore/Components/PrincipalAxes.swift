/// The leading principal axes of some rows: directions along which the weighted columns vary most.
///
/// From the covariance of `z_j = (x_j − μ_j) · w_j` by cyclic Jacobi rotations, the largest variance first. The sign of an
/// axis makes its largest loading positive (of equal ones the first). Every number has one defined arithmetic, so the axes
/// are the same bits on every machine and with any number of threads.
public struct PrincipalAxes: Sendable {
    /// Columns for which the eigenvalues are found in about a minute on one thread; the time grows with their cube.
    public static let mostColumns = 1024

    /// μ of each column.
    public let mean: [Double]
    /// w of each column.
    public let weights: [Double]
    /// Loadings of each axis.
    public let axes: [[Double]]
    /// Of the rows along each axis.
    public let variances: [Double]

    /// - Parameters:
    ///   - rows: not empty; they hold no NaN.
    ///   - weights: `w_j`, one per column.
    ///   - count: axes wanted, 1 to `store.width`, which is at most ``mostColumns``.
    /// - Complexity: O(rows · width² + width³) time, at least 32 bytes · width² memory at the peak; 48
    ///   are planned for.
    public init(of store: RowStore, rows: RowList, weights: [Double], count: Int, threads: Int) throws {
        precondition((1...store.width).contains(count) && store.width <= Self.mostColumns)
        mean = try ColumnStatistics(of: store, rows: rows, threads: threads).mean
        self.weights = weights
        let covariance = try Covariance(store: store, rows: rows, mean: mean, weights: weights, threads: threads)
            .matrix()
        let all = try JacobiRotations(covariance, width: store.width, threads: threads).decompose()
        axes = all.prefix(count).map { Self.signed($0.vector) }
        variances = all.prefix(count).map(\.value)
    }

    private static func signed(_ axis: [Double]) -> [Double] {
        let largest = axis.indices.reduce(0) { abs(axis[$1]) > abs(axis[$0]) ? $1 : $0 }
        return axis[largest] < 0 ? axis.map { -$0 } : axis
    }

    /// Coordinates of the given rows along the axes, in float32: `float(Σ v_j z_j)`, summed in eight lanes.
    ///
    /// - Parameter name: of the region in `storage`, 4 bytes per axis and row.
    /// - Returns: a store of as many rows, in which those of the list are filled in.
    /// - Complexity: O(rows · width · axes) on `threads` threads.
    public func scores(
        of store: RowStore, rows: RowList, named name: String, in storage: any Storage, threads: Int
    ) throws -> RowStore {
        let loadings = axes.map { axis in
            let row = OctetRow(width: axis.count)
            for (j, loading) in axis.enumerated() { row.elements[j] = loading }
            return row
        }
        // Only read from here on.
        nonisolated(unsafe) let shared = loadings
        let width = store.width
        return try RowPass(source: store, rows: rows, threads: threads)
            .floats(width: axes.count, named: name, in: storage) { row, target in
                let elements = row.elements
                for j in 0..<width { elements[j] = (elements[j] - mean[j]) * weights[j] }
                for (k, axis) in shared.enumerated() {
                    target[k] = Float(LaneSum.dot(axis.start, row.start, octets: row.octets))
                }
            }
    }
}
