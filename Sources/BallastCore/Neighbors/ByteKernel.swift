import CKernels

/// The byte filter: pairs whose distance cannot be ruled out.
struct ByteKernel: Sendable {
    let useAVX2: Bool
    /// Survivors reported before limits are looked at again: one panel's worth, so that infinite limits fall quickly.
    static let capacity = 256

    /// Scans panels for one group of queries and calls `survivor(query in group, reference)` for each pair within a limit.
    ///
    /// `references` counts from the first panel given. The queries' limits are read anew after every few survivors.
    func scan(
        group: Int, of queries: ByteQueries, queryLimits: UnsafeMutablePointer<UInt32>, over rows: ByteRows,
        panels: Range<Int>, referenceLimits: UnsafeMutablePointer<UInt16>?, survivor: (Int, Int) -> Void
    ) {
        let lanes = ByteRows.rowsPerPanel
        let first = group * ByteQueries.rowsPerGroup
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.capacity) { survivors in
            guard let buffer = survivors.baseAddress else { return }
            var done = panels.lowerBound
            while done < panels.upperBound {
                let offset = (done - panels.lowerBound) * lanes
                var task = knn_byte_scan(
                    queries: queries.values.start + first * queries.pairs, query_terms: queries.terms.start + first,
                    query_limits: queryLimits, panels: rows.values.start + done * rows.panelBytes,
                    reference_terms: rows.terms.start + done * lanes,
                    reference_limits: referenceLimits.map { UnsafePointer($0 + offset) },
                    panel_count: panels.upperBound - done, pairs: queries.pairs)
                var found = 0
                let scanned =
                    useAVX2
                    ? knn_byte_scan_avx2(&task, buffer, Self.capacity, &found)
                    : knn_byte_scan_portable(&task, buffer, Self.capacity, &found)
                for index in 0..<found { survivor(Int(buffer[index] & 7), offset + Int(buffer[index] >> 3)) }
                done += scanned
            }
        }
    }
}
