import CKernels

/// A self-join through the byte filter that computes each pair once and offers it to both rows.
///
/// Rows are rounded to bytes, put in an order where near rows stand together, and met block by block: first each block
/// with itself and the blocks around it, so that limits are tight, then all. What passes the byte filter is compared in
/// float32, what passes that in the defined arithmetic. Rows too far out for bytes meet all others in float32.
///
/// - Complexity: O(rows² · width / 2); 5 bytes per element in memory
struct BytePairSearch: Sendable {
    private let join: PairJoin
    private let floats: FloatRows
    private let bytes: ByteRows
    private let kernel: ByteKernel
    private let far: FloatPairScan
    private let threads: Int

    /// Rows of a block.
    static let blockSize = 192
    /// Panels that stay in a core's first cache while the groups of a block pass over them.
    private static let panelsPerPass = 16

    /// - Precondition: queries and references of `task` are the same rows, without nominal columns.
    init(_ task: NeighborTask) throws {
        let width = task.distance.width
        let scaling = RowScaling(of: task.references, distance: task.distance)
        floats = try FloatRows(
            of: task.references[0..<task.references.count], scaling: scaling, threads: task.threads)
        let order = try RowOrder.near(floats, cell: Self.blockSize, threads: task.threads)
        let step = ByteStep.choose(for: floats, width: width)
        let near = Self.moveFarRowsToEnd(order, floats, width: width, step: step)
        floats.permute(to: order)
        bytes = try ByteRows(of: floats, count: near, width: width, step: step, threads: task.threads)
        join = PairJoin(
            task, order: order, floatMargin: FloatMargin(width: width, nominal: 0, scale: scaling.scale),
            floatErrors: floats.errors,
            bytes: .init(margin: ByteMargin(width: width, scale: scaling.scale, step: step), rows: bytes))
        let farRows = (near..<floats.count).map { task.references[Int(order[$0])] }
        let panels = try farRows.withUnsafeBufferPointer {
            try FloatPanels(of: $0, scaling: scaling, threads: task.threads)
        }
        far = FloatPairScan(
            join: join, scaling: scaling, kernel: FloatKernel(scaling: scaling, kernels: task.kernels), panels: panels,
            firstPosition: near)
        kernel = ByteKernel(useAVX2: task.kernels.useAVX2)
        threads = task.threads
    }

    func run() throws {
        let blocks = (bytes.count + Self.blockSize - 1) / Self.blockSize
        let around = try BlockNeighbors(of: floats, count: bytes.count, blockSize: Self.blockSize, threads: threads)
        try Parallel.forEach(blocks, threads: threads) { block in
            let queries = ByteQueries(positions(ofBlock: block), of: bytes)
            scan(queries, from: block, over: panels(ofBlock: block))
            for other in around.later(than: block) {
                scan(queries, from: block, over: panels(ofBlock: other))
            }
        }
        try meetFarRows()
        // The first block meets the most rows, so the longest work comes first.
        try Parallel.forEach(blocks, threads: threads) { block in
            let queries = ByteQueries(positions(ofBlock: block), of: bytes)
            scan(queries, from: block, over: panels(ofBlock: block).lowerBound..<bytes.panelCount)
        }
    }

    /// Puts the indices of rows that bytes cannot hold last; returns how many come before them.
    private static func moveFarRowsToEnd(
        _ order: AlignedBuffer<Int32>, _ rows: FloatRows, width: Int, step: Double
    ) -> Int {
        var far: [Int32] = []
        var near = 0
        for position in 0..<rows.count {
            let row = order[position]
            if rows.errors[Int(row)] >= 0, ByteRows.fits(rows[Int(row)], width: width, step: step) {
                order[near] = row
                near += 1
            } else {
                far.append(row)
            }
        }
        for (index, row) in far.enumerated() { order[near + index] = row }
        return near
    }

    private func positions(ofBlock block: Int) -> Range<Int> {
        block * Self.blockSize..<min((block + 1) * Self.blockSize, bytes.count)
    }

    private func panels(ofBlock block: Int) -> Range<Int> {
        let rows = positions(ofBlock: block)
        let lanes = ByteRows.rowsPerPanel
        return rows.lowerBound / lanes..<(rows.upperBound + lanes - 1) / lanes
    }

    private func scan(_ queries: ByteQueries, from block: Int, over panels: Range<Int>) {
        let lanes = ByteRows.rowsPerPanel
        let limits = AlignedBuffer<UInt16>(count: Self.panelsPerPass * lanes, repeating: 0)
        for panel in stride(from: panels.lowerBound, to: panels.upperBound, by: Self.panelsPerPass) {
            let pass = panel..<min(panel + Self.panelsPerPass, panels.upperBound)
            for lane in 0..<pass.count * lanes {
                let row = pass.lowerBound * lanes + lane
                limits[lane] = row < bytes.count ? join.byteLimit(of: row) : 0
            }
            for group in 0..<queries.groupCount {
                scan(group: group, of: queries, from: block * Self.blockSize, over: pass, limits: limits)
            }
        }
    }

    private func scan(
        group: Int, of queries: ByteQueries, from first: Int, over pass: Range<Int>, limits: AlignedBuffer<UInt16>
    ) {
        let size = ByteQueries.rowsPerGroup
        let firstQuery = first + group * size
        let used = min(size, queries.count - group * size)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { own in
            guard let ownLimits = own.baseAddress else { return }
            for lane in 0..<size { own[lane] = lane < used ? twice(join.byteLimit(of: firstQuery + lane)) : 0 }
            kernel.scan(
                group: group, of: queries, queryLimits: ownLimits, over: bytes, panels: pass,
                referenceLimits: limits.start
            ) { lane, offset in
                let (position, other) = (firstQuery + lane, pass.lowerBound * ByteRows.rowsPerPanel + offset)
                // Empty lanes, and pairs that are met the other way round.
                guard lane < used, other < bytes.count, other > position, passes(position, other) else { return }
                join.meet(position, other)
                ownLimits[lane] = twice(join.byteLimit(of: position))
                limits[offset] = join.byteLimit(of: other)
            }
        }
    }

    /// Whether float32 cannot rule the pair out either.
    private func passes(_ position: Int, _ other: Int) -> Bool {
        let (a, b) = (floats[position], floats[other])
        let value =
            kernel.useAVX2 ? knn_float_pair_avx2(a, b, floats.stride) : knn_float_pair_portable(a, b, floats.stride)
        return value <= max(join.floatLimit(of: position), join.floatLimit(of: other))
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
