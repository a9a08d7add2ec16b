/// A self-join through the byte filter that computes each pair once and offers it to both rows.
///
/// Rows are rounded to bytes, put in an order where near rows stand together, and met block by block: first each block
/// with itself and the blocks around it, so that limits are tight, then all that their boxes do not rule out. What passes
/// the byte filter is compared in float32, what passes that in the defined arithmetic. Rows too far out for bytes meet
/// all others in float32.
///
/// - Complexity: O(rows² · width / 2); 5 bytes per element in memory
struct BytePairSearch: Sendable {
    private let join: PairJoin
    private let near: BytePairScan
    private let far: FloatPairScan
    private let around: BlockNeighbors
    private let blocks: Int
    private let threads: Int

    /// Rows of a block: whole groups and whole panels.
    static let blockSize = 192
    /// Columns beyond which first bounds come from smaller blocks: what they spare grows less with the width than they cost.
    private static let mostBoundedColumns = 256
    /// Blocks after which the panels' limits are taken anew.
    private static let blocksPerRefresh = 64
    /// What is tried before the sweep: blocks of rows, and panels that each meets.
    private static let sampledBlocks = 16
    private static let sampledPanels = 32
    /// How many times longer than float32 a sample with first limits may take: tight ones leave several times less.
    private static let hopeless = 8.0

    /// - Precondition: queries and references of `task` are the same rows, without nominal columns.
    init(_ task: NeighborTask) throws {
        let width = task.distance.width
        let rows = task.references[0..<task.references.count]
        let scaling = RowScaling(of: task.references, distance: task.distance)
        let layout = ByteLayout.suiting(columns: width, kernels: task.kernels)
        let step = try ByteStep.choose(for: rows, scaling: scaling, layout, threads: task.threads)
        let image = try ByteImage(of: rows, scaling: scaling, layout: layout, step: step, threads: task.threads)
        let (floats, bytes, order) = (image.floats, image.bytes, image.order)
        let count = bytes.count
        join = PairJoin(
            task, order: order, floatMargin: FloatMargin(width: width, nominal: 0, scale: scaling.scale),
            floatErrors: floats.errors,
            bytes: .init(margin: ByteMargin(width: width, scale: scaling.scale, step: step, bytes.layout), rows: bytes))
        near = BytePairScan(
            join: join, floats: floats, bytes: bytes,
            boxes: try PanelBoxes(
                of: floats, count: count, on: ProjectionAxes(of: floats, count: count), threads: task.threads),
            kernel: ByteKernel(bytes.layout, task.kernels))
        let farRows = image.farIndices.map { rows[$0] }
        let panels = try farRows.withUnsafeBufferPointer {
            try FloatPanels(of: $0, scaling: scaling, threads: task.threads)
        }
        far = FloatPairScan(
            join: join, queries: { FloatQueries($0, of: floats) },
            kernel: FloatKernel(scaling: scaling, kernels: task.kernels), panels: panels, firstPosition: count)
        threads = task.threads
        blocks = (count + Self.blockSize - 1) / Self.blockSize
        around = try BlockNeighbors(of: floats, count: count, blockSize: Self.blockSize, threads: threads)
    }

    /// Meets near rows, so that limits are tight; then says, from a sample of the rest, whether the sweep is worth while.
    /// Gives up before where first limits leave so much that tight ones will not help: meeting near rows would take longer
    /// than float32 alone for all.
    ///
    /// - Parameter always: true to say yes whatever the samples show.
    func prepare(always: Bool) throws -> Bool {
        let bounds = BlockBounds(join: join, floats: near.floats, kernel: far.kernel, k: join.task.lists.k)
        let size = join.task.distance.width > Self.mostBoundedColumns ? Self.blockSize / 4 : Self.blockSize
        try Parallel.forEach((near.bytes.count + size - 1) / size, threads: threads) {
            bounds.lowerLimits(of: $0 * size..<min($0 * size + size, near.bytes.count))
        }
        refreshPanelLimits()
        guard always || sample().pays(columns: join.task.distance.width, within: Self.hopeless) else { return false }
        try Parallel.forEach(blocks, threads: threads) { block in
            near.scan(positions: positions(block), over: ([block] + around.later(than: block)).map { panels($0) })
        }
        refreshPanelLimits()
        return always || sample().pays(columns: join.task.distance.width)
    }

    /// What some blocks would take to meet some panels anywhere.
    private func sample() -> ScanEffort {
        var effort = ScanEffort()
        let sampled = min(Self.sampledBlocks, blocks)
        for sample in 0..<sampled {
            let block = sample * blocks / sampled
            let size = min(Self.sampledPanels, near.boxes.count)
            let first = (sample * 5 + 2) % Self.sampledBlocks * (near.boxes.count - size) / Self.sampledBlocks
            effort.add(near.scan(positions: positions(block), over: [first..<first + size], comparing: false))
        }
        return effort
    }

    /// Meets all that is left.
    func sweep() throws {
        try meetFarRows()
        refreshPanelLimits()
        // The first block meets the most rows, so the longest work comes first.
        try Parallel.forEach(blocks, threads: threads) { block in
            if block % Self.blocksPerRefresh == Self.blocksPerRefresh - 1 { refreshPanelLimits() }
            near.scan(
                positions: positions(block),
                over: around.runs(after: block, of: blocks).map {
                    panels($0.lowerBound).lowerBound..<panels($0.upperBound - 1).upperBound
                })
        }
    }

    private func positions(_ block: Int) -> Range<Int> {
        block * Self.blockSize..<min((block + 1) * Self.blockSize, near.bytes.count)
    }

    private func panels(_ block: Int) -> Range<Int> {
        let lanes = ByteRows.rowsPerPanel
        return positions(block).lowerBound / lanes..<(positions(block).upperBound + lanes - 1) / lanes
    }

    private func refreshPanelLimits() {
        let lanes = ByteRows.rowsPerPanel
        for panel in 0..<near.boxes.count {
            let rows = panel * lanes..<min(panel * lanes + lanes, near.bytes.count)
            near.boxes.setLimit(ofPanel: panel, to: rows.reduce(-1) { max($0, join.floatLimit(of: $1)) })
        }
    }

    private func meetFarRows() throws {
        guard far.panels.count > 0 else { return }
        let blocks = (join.count + Self.blockSize - 1) / Self.blockSize
        try Parallel.forEach(blocks, threads: threads) { block in
            let positions = block * Self.blockSize..<min((block + 1) * Self.blockSize, join.count)
            far.scan(positions: positions, over: 0..<far.panels.panelCount)
        }
        let outOfReach = far.panels.outOfReach
        try Parallel.forEach(outOfReach.count, threads: threads) { index in
            let position = far.firstPosition + outOfReach[index]
            for other in 0..<join.count where other != position { join.meet(position, other) }
        }
    }
}
