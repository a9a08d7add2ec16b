import CKernels

/// The float32 filter: pairs whose distance cannot be ruled out.
struct FloatKernel: Sendable {
    let width: Int
    let nominal: Int
    /// `M² · S²`.
    let mismatch: Float
    let useAVX2: Bool
    /// Survivors reported before limits are looked at again: little more than one panel's worth, so that limits which are
    /// still infinite fall quickly.
    static let capacity = 192

    init(scaling: RowScaling, kernels: NeighborKernels) {
        width = scaling.distance.width
        nominal = scaling.distance.nominal
        mismatch = Float(scaling.distance.space.mismatchWeight * scaling.scale * scaling.scale)
        useAVX2 = kernels.useAVX2
    }

    /// Scans panels for one group of queries and calls `survivor(query in group, reference)` for each pair within a limit.
    ///
    /// `references` counts from the first panel given. The queries' limits are read anew after every few survivors.
    func scan(
        group: UnsafePointer<Float>, queryLimits: UnsafeMutablePointer<Float>, panels: UnsafePointer<Float>,
        panelCount: Int, referenceLimits: UnsafeMutablePointer<Float>?, survivor: (Int, Int) -> Void
    ) {
        let lanes = FloatPanels.rowsPerPanel
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.capacity) { survivors in
            guard let buffer = survivors.baseAddress else { return }
            var done = 0
            while done < panelCount {
                var task = knn_float_scan(
                    queries: group, panels: panels + done * (width + nominal) * lanes, query_limits: queryLimits,
                    reference_limits: referenceLimits.map { UnsafePointer($0 + done * lanes) },
                    panel_count: panelCount - done, width: width, nominal: nominal, mismatch: mismatch)
                var found = 0
                let scanned =
                    useAVX2
                    ? knn_float_scan_avx2(&task, buffer, Self.capacity, &found)
                    : knn_float_scan_portable(&task, buffer, Self.capacity, &found)
                for index in 0..<found {
                    survivor(Int(buffer[index] & 7), done * lanes + Int(buffer[index] >> 3))
                }
                done += scanned
            }
        }
    }

    /// Writes the filter's values of a group of queries over some panels, `[6][16 · panels]`.
    func values(
        of group: UnsafePointer<Float>, over panels: UnsafePointer<Float>, panelCount: Int,
        into values: UnsafeMutablePointer<Float>
    ) {
        var task = knn_float_scan(
            queries: group, panels: panels, query_limits: nil, reference_limits: nil, panel_count: panelCount,
            width: width, nominal: nominal, mismatch: mismatch)
        if useAVX2 { knn_float_values_avx2(&task, values) } else { knn_float_values_portable(&task, values) }
    }

    /// Panels that stay in a core's cache while the groups of a block pass over them.
    static func panelsPerPass(columns: Int) -> Int { max(1, min(256, (1 << 12) / max(columns, 1))) }
}
