import CKernels

/// Meets rows with panels of rows through the byte filter, each pair once, for both.
///
/// A class, so that the closures of a scan hold one reference instead of a copy of all.
final class BytePairScan: Sendable {
    private let join: PairJoin
    let floats: FloatRows
    let bytes: ByteRows
    let boxes: PanelBoxes
    private let kernel: ByteKernel

    init(join: PairJoin, floats: FloatRows, bytes: ByteRows, boxes: PanelBoxes, kernel: ByteKernel) {
        self.join = join
        self.floats = floats
        self.bytes = bytes
        self.boxes = boxes
        self.kernel = kernel
    }

    /// Meets the rows at `positions` with the panels of each range; a pair counts where the panel's row stands later.
    /// Returns what it took.
    ///
    /// - Parameter comparing: false to count what the byte filter leaves, and do no more.
    @discardableResult func scan(
        positions: Range<Int>, over ranges: [Range<Int>], comparing: Bool = true
    ) -> ScanEffort {
        let block = Block(self, positions)
        var effort = ScanEffort()
        for range in ranges {
            // Boxes are read eight at a time, so a pass starts at a multiple of 8.
            for first in stride(from: range.lowerBound / 8 * 8, to: range.upperBound, by: bytes.panelsPerPass) {
                let pass = max(first, range.lowerBound)..<min(first + bytes.panelsPerPass, range.upperBound)
                readLimits(of: pass, firstPanel: first, into: block.limits)
                for group in 0..<block.queries.groupCount {
                    scan(group, of: block, over: pass, firstPanel: first, comparing, &effort)
                }
                effort.panels += block.positions.count * pass.count
            }
        }
        return effort
    }

    /// What a block of rows needs to meet panels.
    private final class Block {
        let positions: Range<Int>
        let queries: ByteQueries
        /// `[group][2 · dimensions]`
        let corners: AlignedBuffer<Float>
        /// The panels' limits when the block began.
        let boxLimits: AlignedBuffer<Float>
        /// The limits of a group.
        let ownLimits: AlignedBuffer<Int32>
        /// The limits of the rows of a pass.
        let limits: AlignedBuffer<Int32>

        static let cornerCount = 2 * Projections.dimensions

        init(_ scan: BytePairScan, _ positions: Range<Int>) {
            self.positions = positions
            queries = ByteQueries(positions, of: scan.bytes)
            corners = AlignedBuffer(count: queries.groupCount * Self.cornerCount, repeating: 0)
            ownLimits = AlignedBuffer(count: queries.rowsPerGroup, repeating: 0)
            boxLimits = scan.boxes.currentLimits()
            limits = AlignedBuffer(count: scan.bytes.panelsPerPass * ByteRows.rowsPerPanel, repeating: 0)
            for group in 0..<queries.groupCount {
                scan.boxes.box(of: members(of: group), into: corners.start + group * Self.cornerCount)
            }
        }

        func members(of group: Int) -> Range<Int> {
            let first = positions.lowerBound + group * queries.rowsPerGroup
            return first..<min(first + queries.rowsPerGroup, positions.upperBound)
        }
    }

    private func readLimits(of pass: Range<Int>, firstPanel: Int, into limits: AlignedBuffer<Int32>) {
        let lanes = ByteRows.rowsPerPanel
        for row in pass.lowerBound * lanes..<pass.upperBound * lanes {
            limits[row - firstPanel * lanes] = row < bytes.count ? join.byteLimit(of: row) : 0
        }
    }

    private func scan(
        _ group: Int, of block: Block, over pass: Range<Int>, firstPanel: Int, _ comparing: Bool,
        _ effort: inout ScanEffort
    ) {
        let members = block.members(of: group)
        let ownLimits = block.ownLimits.start
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: bytes.panelsPerPass) { buffer in
            guard let list = buffer.baseAddress else { return }
            var largest: Float = -1
            for lane in 0..<block.queries.rowsPerGroup {
                ownLimits[lane] = lane < members.count ? join.byteLimit(of: members.lowerBound + lane) : 0
                if lane < members.count { largest = max(largest, join.floatLimit(of: members.lowerBound + lane)) }
            }
            let count = boxes.select(
                corners: block.corners.start + group * Block.cornerCount, limit: boxes.limit(largest),
                panels: firstPanel..<pass.upperBound, limits: block.boxLimits, into: list, useAVX2: kernel.useAVX2)
            var skipped = 0
            while skipped < count, firstPanel + Int(list[skipped]) < pass.lowerBound { skipped += 1 }
            guard skipped < count else { return }
            let panels = UnsafeBufferPointer(start: list + skipped, count: count - skipped)
            effort.scanned += panels.count * members.count
            kernel.scan(
                group: group, of: block.queries, queryLimits: ownLimits, over: bytes, firstPanel: firstPanel,
                panels: panels, referenceLimits: block.limits.start
            ) { survivors in
                effort.survivors += survivors.count
                if comparing { meet(survivors, members, firstPanel: firstPanel, of: block) }
            }
        }
    }

    /// Compares what the byte filter left, in float32 and then in the defined arithmetic. Rows lie anywhere in memory, so
    /// each step asks for what the next one reads.
    private func meet(
        _ survivors: UnsafeMutableBufferPointer<ByteKernel.Survivor>, _ members: Range<Int>, firstPanel: Int,
        of block: Block
    ) {
        let firstRow = firstPanel * ByteRows.rowsPerPanel
        for survivor in survivors {
            ballast_prefetch(floats[min(firstRow + survivor.reference, bytes.count - 1)], floats.stride * 4)
        }
        var left = 0
        for survivor in survivors {
            let (position, other) = (members.lowerBound + survivor.lane, firstRow + survivor.reference)
            // Empty lanes, and pairs that are met the other way round.
            guard survivor.lane < members.count, other < bytes.count, other > position,
                join.isOpen(position, other, floatValue: floatValue(position, other))
            else { continue }
            survivors[left] = survivor
            left += 1
        }
        // First a byte of each, so that the processor looks up the pages of several at once; then the whole.
        for bytes in [1, Int.max] {
            for survivor in survivors[..<left] { join.prefetch(firstRow + survivor.reference, bytes: bytes) }
        }
        for survivor in survivors[..<left] {
            let (position, other) = (members.lowerBound + survivor.lane, firstRow + survivor.reference)
            // Limits have fallen meanwhile.
            guard join.meet(position, other, floatValue: floatValue(position, other)) else { continue }
            block.ownLimits[survivor.lane] = join.byteLimit(of: position)
            block.limits[survivor.reference] = join.byteLimit(of: other)
        }
    }

    private func floatValue(_ position: Int, _ other: Int) -> Float {
        floats.squaredDistance(floats[position], floats[other])
    }
}
