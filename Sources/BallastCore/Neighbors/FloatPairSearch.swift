/// A self-join through the float32 filter that computes each pair once and offers it to both rows.
///
/// - Complexity: O(rows² · width / 2); the image of all rows in memory
struct FloatPairSearch: Sendable {
    let task: NeighborTask
    private let scaling: RowScaling
    private let margin: FloatMargin
    private let kernel: FloatKernel
    private let columns: Int
    private let panels: FloatPanels
    private let state: PairState
    private let blockSize: Int

    /// - Precondition: queries and references of `task` are the same rows.
    init(_ task: NeighborTask) throws {
        self.task = task
        scaling = RowScaling(of: task.references, distance: task.distance)
        margin = FloatMargin(width: task.distance.width, nominal: task.distance.nominal, scale: scaling.scale)
        kernel = FloatKernel(scaling: scaling, kernels: task.kernels)
        columns = task.distance.width + task.distance.nominal
        panels = try FloatPanels(
            of: task.references[0..<task.references.count], scaling: scaling, threads: task.threads)
        state = PairState(lists: task.lists, count: task.references.count)
        blockSize = FloatQueries.blockSize(columns: columns)
        for row in panels.outOfReach { state.setLimit(of: row, to: -1) }
    }

    func run() throws {
        let blocks = (panels.count + blockSize - 1) / blockSize
        // First each block with itself: from then on every row has a finite limit.
        try Parallel.forEach(blocks, threads: task.threads) { scan(block: $0, onlyItself: true) }
        // The first block meets the most rows, so the longest work comes first.
        try Parallel.forEach(blocks, threads: task.threads) { scan(block: $0, onlyItself: false) }
        try Parallel.forEach(panels.outOfReach.count, threads: task.threads) { compare(panels.outOfReach[$0]) }
    }

    /// Meets the rows of a block with one another and, unless `onlyItself`, with all later rows.
    private func scan(block: Int, onlyItself: Bool) {
        let rows = block * blockSize..<min(block * blockSize + blockSize, panels.count)
        let lanes = FloatPanels.rowsPerPanel
        let queries = FloatQueries(of: task.queries[rows], scaling: scaling)
        let perPass = FloatKernel.panelsPerPass(columns: columns)
        let limits = AlignedBuffer<Float>(count: perPass * lanes, repeating: -1)
        let end = onlyItself ? (rows.upperBound + lanes - 1) / lanes : panels.panelCount
        for panel in stride(from: rows.lowerBound / lanes, to: end, by: perPass) {
            let pass = panel..<min(panel + perPass, end)
            for lane in 0..<pass.count * lanes {
                let row = pass.lowerBound * lanes + lane
                limits[lane] = row < panels.count ? state.limit(of: row) : -1
            }
            for group in 0..<queries.groupCount {
                scan(group: group, of: queries, from: rows.lowerBound, over: pass, limits: limits)
            }
        }
    }

    private func scan(
        group: Int, of queries: FloatQueries, from firstRow: Int, over pass: Range<Int>, limits: AlignedBuffer<Float>
    ) {
        let size = FloatQueries.rowsPerGroup
        let first = firstRow + group * size
        withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { own in
            guard let ownLimits = own.baseAddress else { return }
            for lane in 0..<size {
                own[lane] = group * size + lane < queries.count ? state.limit(of: first + lane) : -1
            }
            kernel.scan(
                group: queries.values.start + group * queries.stride, queryLimits: ownLimits,
                panels: panels.start(ofPanel: pass.lowerBound), panelCount: pass.count,
                referenceLimits: limits.start
            ) { lane, offset in
                let row = first + lane
                let other = pass.lowerBound * FloatPanels.rowsPerPanel + offset
                // Empty lanes, and pairs that are met the other way round.
                guard group * size + lane < queries.count, other > row, other < panels.count else { return }
                meet(row, other)
                ownLimits[lane] = state.limit(of: row)
                limits[offset] = state.limit(of: other)
            }
        }
    }

    /// Compares two rows in the defined arithmetic and offers each to the other.
    private func meet(_ row: Int, _ other: Int) {
        let (first, second) = (task.references[row], task.references[other])
        let distance = task.distance.squared(first, second)
        state.offer(second, at: distance, to: row) { limit(of: row, bound: $0) }
        state.offer(first, at: distance, to: other) { limit(of: other, bound: $0) }
    }

    private func limit(of row: Int, bound: Double) -> Float {
        margin.limit(bound: bound, error: Double(panels.errors[row]), referenceError: panels.largestError)
    }

    /// A row that the filter cannot hold meets every other in float64.
    private func compare(_ row: Int) {
        for other in 0..<panels.count where other != row { meet(row, other) }
    }
}
