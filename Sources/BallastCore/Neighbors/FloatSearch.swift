/// Every query against every reference through the float32 filter.
///
/// References pass in blocks, so memory stays at one block's image whatever their number.
///
/// - Complexity: O(queries · references · width)
struct FloatSearch: Sendable {
    let task: NeighborTask
    private let scaling: RowScaling
    private let margin: FloatMargin
    private let kernel: FloatKernel
    private let columns: Int

    /// Bytes of the image of one block of references.
    static let blockBytes = 16 << 20
    /// Rows of a block however wide they are.
    static let fewestRows = 64

    init(_ task: NeighborTask) {
        self.init(task, scaling: RowScaling(of: task.references, distance: task.distance))
    }

    init(_ task: NeighborTask, scaling: RowScaling) {
        self.task = task
        self.scaling = scaling
        margin = FloatMargin(width: task.distance.width, nominal: task.distance.nominal, scale: scaling.scale)
        kernel = FloatKernel(scaling: scaling, kernels: task.kernels)
        columns = task.distance.width + task.distance.nominal
    }

    func run() throws {
        guard task.queries.count > 0, task.references.count > 0 else { return }
        let rowsPerBlock = max(Self.blockBytes / (4 * columns), Self.fewestRows)
        var first = 0
        while first < task.references.count {
            let last = min(first + rowsPerBlock, task.references.count)
            let rows = task.references[first..<last]
            try scan(FloatPanels(of: rows, scaling: scaling, threads: task.threads), firstReference: first)
            first = last
        }
    }

    private func scan(_ panels: FloatPanels, firstReference: Int) throws {
        let size = FloatQueries.blockSize(columns: columns)
        try Parallel.forEach((task.queries.count + size - 1) / size, threads: task.threads) { block in
            let range = block * size..<min(block * size + size, task.queries.count)
            scan(queries: range, over: panels, firstReference: firstReference)
        }
    }

    private func scan(queries range: Range<Int>, over panels: FloatPanels, firstReference: Int) {
        let queries = FloatQueries(of: task.queries[range], scaling: scaling)
        let limits = AlignedBuffer<Float>(count: queries.groupCount * FloatQueries.rowsPerGroup, repeating: -1)
        for index in 0..<queries.count {
            limits[index] = limit(of: range.lowerBound + index, error: queries.errors[index], panels)
        }
        let perPass = FloatKernel.panelsPerPass(columns: columns)
        for panel in stride(from: 0, to: panels.panelCount, by: perPass) {
            for group in 0..<queries.groupCount {
                scan(
                    group: group, of: queries, from: range.lowerBound, limits: limits, over: panels,
                    range: panel..<min(panel + perPass, panels.panelCount), firstReference: firstReference)
            }
        }
        compareOutOfReach(queries: range, errors: queries.errors, panels, firstReference: firstReference)
    }

    private func scan(
        group: Int, of queries: FloatQueries, from firstQuery: Int, limits: AlignedBuffer<Float>,
        over panels: FloatPanels, range: Range<Int>, firstReference: Int
    ) {
        let firstLane = group * FloatQueries.rowsPerGroup
        kernel.scan(
            group: queries.values.start + group * queries.stride, queryLimits: limits.start + firstLane,
            panels: panels.start(ofPanel: range.lowerBound), panelCount: range.count, referenceLimits: nil
        ) { lane, offset in
            let reference = range.lowerBound * FloatPanels.rowsPerPanel + offset
            let query = firstQuery + firstLane + lane
            // The last panel's empty lanes look like rows of zeros.
            guard reference < panels.count, offer(reference: firstReference + reference, to: query) else { return }
            limits[firstLane + lane] = limit(of: query, error: queries.errors[firstLane + lane], panels)
        }
    }

    private func limit(of query: Int, error: Float, _ panels: FloatPanels) -> Float {
        margin.limit(
            bound: task.lists.bound(of: task.list(of: query)), error: Double(error), referenceError: panels.largestError
        )
    }

    private func offer(reference: Int, to query: Int) -> Bool {
        let (row, other) = (task.queries[query], task.references[reference])
        guard row != other else { return false }
        return task.lists.offer(other, at: task.distance.squared(row, other), to: task.list(of: query))
    }

    /// Rows that the filter cannot hold are compared in float64.
    private func compareOutOfReach(
        queries: Range<Int>, errors: AlignedBuffer<Float>, _ panels: FloatPanels, firstReference: Int
    ) {
        for query in queries {
            if errors[query - queries.lowerBound] < 0 {
                for reference in 0..<panels.count { _ = offer(reference: firstReference + reference, to: query) }
            } else {
                for reference in panels.outOfReach { _ = offer(reference: firstReference + reference, to: query) }
            }
        }
    }
}
