import Synchronization

/// Queries that meet blocks of references through the byte filter.
final class ByteQueryScan: Sendable {
    let axes: ProjectionAxes
    private let task: NeighborTask
    private let queries: ByteImage
    private let firstQuery: Int
    private let projections: Projections
    private let floatMargin: FloatMargin
    private let byteMargin: ByteMargin
    private let kernel: ByteKernel

    private static let blockSize = 192
    /// Panels that a group meets first.
    private static let nearPanels = 12
    private static let sampledBlocks = 8
    private static let sampledPanels = 32

    private var blocks: Int { (queries.bytes.count + Self.blockSize - 1) / Self.blockSize }

    init(_ task: NeighborTask, queries: ByteImage, firstQuery: Int, axesOf block: ByteImage, scale: Double) throws {
        let width = task.distance.width
        self.task = task
        self.queries = queries
        self.firstQuery = firstQuery
        axes = ProjectionAxes(of: block.floats, count: block.bytes.count)
        projections = try Projections(
            of: queries.floats, count: queries.bytes.count, on: axes, threads: task.threads)
        floatMargin = FloatMargin(width: width, nominal: 0, scale: scale)
        byteMargin = ByteMargin(width: width, scale: scale, step: block.bytes.step, block.bytes.layout)
        kernel = ByteKernel(block.bytes.layout, task.kernels)
    }

    /// Whether the byte filter is worth while, from a few blocks of queries and some panels once the nearest are met.
    func pays(against references: ByteReferences) throws -> Bool {
        let sampled = min(Self.sampledBlocks, blocks)
        let size = min(Self.sampledPanels, references.boxes.count)
        guard size > 0 else { return true }
        let efforts = Mutex(ScanEffort())
        try Parallel.forEach(sampled, threads: task.threads) { sample in
            let block = sample * blocks / sampled
            meetNearest(block, references)
            let step = (references.boxes.count - size) / Self.sampledBlocks / 8 * 8
            let first = (sample * 5 + 2) % Self.sampledBlocks * step
            let effort = meet(references, block: block, panels: first..<first + size, comparing: false)
            efforts.withLock { $0.add(effort) }
        }
        return efforts.withLock { $0 }.pays(columns: task.distance.width)
    }

    /// Meets the panels nearest to each group, so that limits are tight.
    func start(with references: ByteReferences) throws {
        guard references.boxes.count > 0 else { return }
        try Parallel.forEach(blocks, threads: task.threads) { meetNearest($0, references) }
    }

    private func meetNearest(_ block: Int, _ references: ByteReferences) {
        let own = Block(self, block, references)
        let gaps = AlignedBuffer<Float>(count: references.boxes.count, repeating: 0)
        for group in 0..<own.queries.groupCount {
            let list = nearest(to: own.corners.start + group * Block.cornerCount, references, gaps)
            list.withUnsafeBufferPointer {
                _ = scan(group, of: own, references, firstPanel: 0, panels: $0, comparing: true)
            }
        }
    }

    /// Meets all panels.
    func meet(_ references: ByteReferences) throws {
        try Parallel.forEach(blocks, threads: task.threads) { block in
            _ = meet(references, block: block, panels: 0..<references.boxes.count, comparing: true)
        }
    }

    /// - Parameter comparing: false to count what the byte filter leaves, and do no more.
    private func meet(
        _ references: ByteReferences, block: Int, panels: Range<Int>, comparing: Bool
    ) -> ScanEffort {
        let own = Block(self, block, references)
        var effort = ScanEffort()
        let perPass = references.image.bytes.panelsPerPass
        for first in stride(from: panels.lowerBound, to: panels.upperBound, by: perPass) {
            let pass = first..<min(first + perPass, panels.upperBound)
            for group in 0..<own.queries.groupCount {
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: perPass) { buffer in
                    guard let list = buffer.baseAddress else { return }
                    let count = references.boxes.select(
                        corners: own.corners.start + group * Block.cornerCount,
                        limit: references.boxes.limit(own.largestFloatLimit(of: group)), panels: pass,
                        limits: own.boxLimits, into: list, useAVX2: kernel.useAVX2)
                    effort.panels += pass.count * own.members(of: group).count
                    effort.scanned += count * own.members(of: group).count
                    effort.survivors += scan(
                        group, of: own, references, firstPanel: first,
                        panels: UnsafeBufferPointer(start: list, count: count), comparing: comparing)
                }
            }
        }
        return effort
    }

    /// The panels whose boxes are nearest to a group's, ascending.
    private func nearest(
        to corners: UnsafePointer<Float>, _ references: ByteReferences, _ gaps: AlignedBuffer<Float>
    ) -> [UInt32] {
        references.boxes.gaps(corners: corners, into: gaps)
        var best: [(gap: Float, panel: UInt32)] = []
        for panel in 0..<references.boxes.count {
            if best.count == Self.nearPanels, gaps[panel] >= best[Self.nearPanels - 1].gap { continue }
            best.insert((gaps[panel], UInt32(panel)), at: best.firstIndex { $0.gap > gaps[panel] } ?? best.count)
            if best.count > Self.nearPanels { best.removeLast() }
        }
        return best.map(\.panel)
    }

    /// Returns the survivors.
    private func scan(
        _ group: Int, of block: Block, _ references: ByteReferences, firstPanel: Int,
        panels: UnsafeBufferPointer<UInt32>, comparing: Bool
    ) -> Int {
        guard !panels.isEmpty else { return 0 }
        let first = group * block.queries.rowsPerGroup
        let used = block.members(of: group).count
        var survivors = 0
        kernel.scan(
            group: group, of: block.queries, queryLimits: block.byteLimits.start + first,
            over: references.image.bytes, firstPanel: firstPanel, panels: panels, referenceLimits: nil
        ) { found in
            survivors += found.count
            guard comparing else { return }
            for survivor in found {
                let reference = firstPanel * ByteRows.rowsPerPanel + survivor.reference
                guard survivor.lane < used, reference < references.image.bytes.count else { continue }
                compare(first + survivor.lane, of: block, with: reference, of: references)
            }
        }
        return survivors
    }

    /// Compares a query of a block with a reference, in float32 and then in the defined arithmetic.
    private func compare(_ lane: Int, of block: Block, with reference: Int, of references: ByteReferences) {
        let query = block.positions.lowerBound + lane
        let value = queries.floats.squaredDistance(queries.floats[query], references.image.floats[reference])
        guard value <= block.floatLimits[lane] else { return }
        if offer(reference, of: references, to: query) { setLimits(of: lane, in: block, references) }
    }

    private func offer(_ position: Int, of references: ByteReferences, to query: Int) -> Bool {
        let index = firstQuery + Int(queries.order[query])
        let reference = task.references[references.firstReference + Int(references.image.order[position])]
        let row = task.queries[index]
        guard row != reference else { return false }
        return task.lists.offer(reference, at: task.distance.squared(row, reference), to: task.list(of: index))
    }

    private func setLimits(of lane: Int, in block: Block, _ references: ByteReferences) {
        let query = block.positions.lowerBound + lane
        let bound = task.lists.bound(of: task.list(of: firstQuery + Int(queries.order[query])))
        block.floatLimits[lane] = floatMargin.limit(
            bound: bound, error: Double(queries.floats.errors[query]), referenceError: references.largestFloatError)
        block.byteLimits[lane] = byteMargin.limit(
            bound: bound, error: Double(queries.bytes.errors[query]),
            referenceError: references.image.bytes.largestError)
    }

    /// What a block of queries needs to meet panels. One thread owns it.
    private final class Block {
        let positions: Range<Int>
        let queries: ByteQueries
        /// `[group][2 · dimensions]`
        let corners: AlignedBuffer<Float>
        let floatLimits: AlignedBuffer<Float>
        let byteLimits: AlignedBuffer<Int32>
        /// References have no limits of their own.
        let boxLimits: AlignedBuffer<Float>

        static let cornerCount = 2 * Projections.dimensions

        init(_ scan: ByteQueryScan, _ block: Int, _ references: ByteReferences) {
            let first = block * ByteQueryScan.blockSize
            positions = first..<min(first + ByteQueryScan.blockSize, scan.queries.bytes.count)
            queries = ByteQueries(positions, of: scan.queries.bytes)
            let size = queries.rowsPerGroup
            corners = AlignedBuffer(count: queries.groupCount * Self.cornerCount, repeating: 0)
            floatLimits = AlignedBuffer(count: queries.groupCount * size, repeating: -1)
            byteLimits = AlignedBuffer(count: queries.groupCount * size, repeating: 0)
            boxLimits = AlignedBuffer(count: (references.boxes.count + 7) / 8 * 8, repeating: -1)
            for lane in 0..<positions.count { scan.setLimits(of: lane, in: self, references) }
            for group in 0..<queries.groupCount {
                let low = corners.start + group * Self.cornerCount
                scan.projections.box(of: members(of: group), low: low, high: low + Projections.dimensions, stride: 1)
            }
        }

        func members(of group: Int) -> Range<Int> {
            let first = positions.lowerBound + group * queries.rowsPerGroup
            return first..<min(first + queries.rowsPerGroup, positions.upperBound)
        }

        func largestFloatLimit(of group: Int) -> Float {
            let first = group * queries.rowsPerGroup
            return (first..<first + queries.rowsPerGroup).reduce(-1) { max($0, floatLimits[$1]) }
        }
    }
}
