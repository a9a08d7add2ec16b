/// Meets rows with panels of rows through the float32 filter, each pair once, for both.
struct FloatPairScan: Sendable {
    let join: PairJoin
    /// The rows at some positions as queries.
    let queries: @Sendable (Range<Int>) -> FloatQueries
    let kernel: FloatKernel
    /// Panels of the rows at positions `firstPosition…`.
    let panels: FloatPanels
    let firstPosition: Int

    /// Meets the rows at `positions` with the panels in `range`; a pair counts where the panel's row stands later.
    func scan(positions: Range<Int>, over range: Range<Int>) {
        let columns = kernel.width + kernel.nominal
        let lanes = FloatPanels.rowsPerPanel
        let queries = queries(positions)
        let perPass = FloatKernel.panelsPerPass(columns: columns)
        let limits = AlignedBuffer<Float>(count: perPass * lanes, repeating: -1)
        for panel in stride(from: range.lowerBound, to: range.upperBound, by: perPass) {
            let pass = panel..<min(panel + perPass, range.upperBound)
            for lane in 0..<pass.count * lanes {
                let row = pass.lowerBound * lanes + lane
                limits[lane] = row < panels.count ? join.floatLimit(of: firstPosition + row) : -1
            }
            for group in 0..<queries.groupCount {
                scan(group: group, of: queries, from: positions.lowerBound, over: pass, limits: limits)
            }
        }
    }

    private func scan(
        group: Int, of queries: FloatQueries, from first: Int, over pass: Range<Int>, limits: AlignedBuffer<Float>
    ) {
        let size = FloatQueries.rowsPerGroup
        let firstQuery = first + group * size
        let used = min(size, queries.count - group * size)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { own in
            guard let ownLimits = own.baseAddress else { return }
            for lane in 0..<size { own[lane] = lane < used ? join.floatLimit(of: firstQuery + lane) : -1 }
            kernel.scan(
                group: queries.values.start + group * queries.stride, queryLimits: ownLimits,
                panels: panels.start(ofPanel: pass.lowerBound), panelCount: pass.count, referenceLimits: limits.start
            ) { lane, offset in
                let row = pass.lowerBound * FloatPanels.rowsPerPanel + offset
                let (position, other) = (firstQuery + lane, firstPosition + row)
                // Empty lanes, and pairs that are met the other way round.
                guard lane < used, row < panels.count, other > position else { return }
                join.meet(position, other)
                ownLimits[lane] = join.floatLimit(of: position)
                limits[offset] = join.floatLimit(of: other)
            }
        }
    }
}
