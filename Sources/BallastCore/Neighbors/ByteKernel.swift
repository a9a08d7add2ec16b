import CKernels

/// The byte filter: pairs whose distance cannot be ruled out.
struct ByteKernel: Sendable {
    let useAVX2: Bool
    private let kernel: Function
    /// Survivors reported before limits are looked at again: little more than one panel's worth, so that infinite limits
    /// fall quickly; of tiles more, since to begin and end with them takes time.
    private let capacity: Int

    /// A pair that the filter does not rule out.
    struct Survivor {
        fileprivate let code: UInt32
        /// The query's place in its group.
        var lane: Int { Int(code) % Int(knn_byte_lanes) }
        /// The reference, counted from the scan's first panel.
        var reference: Int { Int(code) / Int(knn_byte_lanes) }
    }

    /// Scans the listed panels for one group of queries and calls `body` with some of the pairs within a limit at a time.
    ///
    /// Panels and references count from `firstPanel`. The queries' limits are read anew after every few survivors.
    func scan(
        group: Int, of queries: ByteQueries, queryLimits: UnsafeMutablePointer<Int32>, over rows: ByteRows,
        firstPanel: Int, panels: UnsafeBufferPointer<UInt32>, referenceLimits: UnsafeMutablePointer<Int32>?,
        body: (UnsafeMutableBufferPointer<Survivor>) -> Void
    ) {
        let first = group * queries.rowsPerGroup
        withUnsafeTemporaryAllocation(of: Survivor.self, capacity: capacity) { survivors in
            guard let buffer = survivors.baseAddress, let list = panels.baseAddress else { return }
            var done = 0
            while done < panels.count {
                var task = knn_byte_scan(
                    queries: queries.values.start + first * queries.steps, query_terms: queries.terms.start + first,
                    query_limits: queryLimits, panels: rows.values.start + firstPanel * rows.panelBytes,
                    reference_terms: rows.terms.start + firstPanel * ByteRows.rowsPerPanel,
                    reference_limits: referenceLimits.map { UnsafePointer($0) }, panel_list: list + done,
                    panel_count: panels.count - done, steps: queries.steps)
                var found = 0
                done += buffer.withMemoryRebound(to: UInt32.self, capacity: capacity) {
                    kernel(&task, $0, capacity, &found)
                }
                if found > 0 { body(UnsafeMutableBufferPointer(start: buffer, count: found)) }
            }
        }
    }

    private typealias Function =
        @convention(c) (
            UnsafePointer<knn_byte_scan>?, UnsafeMutablePointer<UInt32>?, Int, UnsafeMutablePointer<Int>?
        ) -> Int

    /// For rows of one layout.
    init(_ layout: ByteLayout, _ kernels: NeighborKernels) {
        useAVX2 = kernels.useAVX2
        capacity = layout == .tiles ? 2048 : 256
        kernel =
            switch layout {
            case .pairs: useAVX2 ? knn_byte_scan_avx2 : knn_byte_scan_portable
            case .quads: useAVX2 ? knn_byte_quad_scan_avx2 : knn_byte_quad_scan_portable
            case .tiles: kernels.useAMX ? knn_byte_tile_scan_amx : knn_byte_tile_scan_vnni
            }
    }
}
