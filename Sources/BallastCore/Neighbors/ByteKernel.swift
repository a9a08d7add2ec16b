import CKernels

/// The byte filter: pairs whose distance cannot be ruled out.
struct ByteKernel: Sendable {
    let useAVX2: Bool
    private let kernel: Function
    /// Survivors reported before limits are looked at again: one panel's worth, so that infinite limits fall quickly.
    static let capacity = 256

    /// Scans the listed panels for one group of queries and calls `survivor(query in group, reference)` for each pair within
    /// a limit.
    ///
    /// Panels and references count from `firstPanel`. The queries' limits are read anew after every few survivors.
    func scan(
        group: Int, of queries: ByteQueries, queryLimits: UnsafeMutablePointer<Int32>, over rows: ByteRows,
        firstPanel: Int, panels: UnsafeBufferPointer<UInt32>, referenceLimits: UnsafeMutablePointer<Int32>?,
        survivor: (Int, Int) -> Void
    ) {
        let first = group * ByteQueries.rowsPerGroup
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.capacity) { survivors in
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
                done += kernel(&task, buffer, Self.capacity, &found)
                for index in 0..<found { survivor(Int(buffer[index] & 7), Int(buffer[index] >> 3)) }
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
        kernel =
            switch layout {
            case .pairs: useAVX2 ? knn_byte_scan_avx2 : knn_byte_scan_portable
            case .quads where kernels.useVNNI: knn_byte_quad_scan_vnni
            case .quads: useAVX2 ? knn_byte_quad_scan_avx2 : knn_byte_quad_scan_portable
            }
    }
}
