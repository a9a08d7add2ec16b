/// A self-join through the float32 filter that computes each pair once and offers it to both rows.
///
/// - Complexity: O(rows² · width / 2); the image of all rows in memory
struct FloatPairSearch: Sendable {
    private let join: PairJoin
    private let scan: FloatPairScan
    private let blockSize: Int
    private let threads: Int

    /// - Precondition: queries and references of `task` are the same rows.
    init(_ task: NeighborTask) throws {
        let scaling = RowScaling(of: task.references, distance: task.distance)
        let panels = try FloatPanels(
            of: task.references[0..<task.references.count], scaling: scaling, threads: task.threads)
        let margin = FloatMargin(width: task.distance.width, nominal: task.distance.nominal, scale: scaling.scale)
        join = PairJoin(task, floatMargin: margin, floatErrors: panels.errors)
        let kernel = FloatKernel(scaling: scaling, kernels: task.kernels)
        scan = FloatPairScan(
            join: join,
            queries: { FloatQueries(of: task.references[$0], scaling: scaling) },
            kernel: kernel, panels: panels, firstPosition: 0)
        blockSize = FloatQueries.blockSize(columns: task.distance.width + task.distance.nominal)
        threads = task.threads
    }

    func run() throws {
        let lanes = FloatPanels.rowsPerPanel
        let blocks = (join.count + blockSize - 1) / blockSize
        // First each block with itself: from then on every row has a finite limit.
        try Parallel.forEach(blocks, threads: threads) { block in
            let rows = positions(ofBlock: block)
            scan.scan(positions: rows, over: rows.lowerBound / lanes..<(rows.upperBound + lanes - 1) / lanes)
        }
        // The first block meets the most rows, so the longest work comes first.
        try Parallel.forEach(blocks, threads: threads) { block in
            let rows = positions(ofBlock: block)
            scan.scan(positions: rows, over: rows.lowerBound / lanes..<scan.panels.panelCount)
        }
        let outOfReach = scan.panels.outOfReach
        try Parallel.forEach(outOfReach.count, threads: threads) { index in
            for other in 0..<join.count where other != outOfReach[index] { join.meet(outOfReach[index], other) }
        }
    }

    private func positions(ofBlock block: Int) -> Range<Int> {
        block * blockSize..<min(block * blockSize + blockSize, join.count)
    }
}
