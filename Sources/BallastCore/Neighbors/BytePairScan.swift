import CKernels

/// Meets rows with panels of rows through the byte filter, each pair once, for both.
struct BytePairScan: Sendable {
    let join: PairJoin
    let floats: FloatRows
    let bytes: ByteRows
    let boxes: PanelBoxes
    let kernel: ByteKernel

    /// Panels, a multiple of 8, that stay in a core's cache while the groups of a block pass over them.
    static let panelsPerPass = 64

    /// Meets the rows at `positions` with the panels of each range; a pair counts where the panel's row stands later.
    func scan(positions: Range<Int>, over ranges: [Range<Int>]) {
        let queries = ByteQueries(positions, of: bytes)
        let boxLimits = boxes.currentLimits()
        let limits = AlignedBuffer<UInt16>(count: Self.panelsPerPass * ByteRows.rowsPerPanel, repeating: 0)
        for range in ranges {
            // Boxes are read eight at a time, so a pass starts at a multiple of 8.
            for first in stride(from: range.lowerBound / 8 * 8, to: range.upperBound, by: Self.panelsPerPass) {
                let pass = max(first, range.lowerBound)..<min(first + Self.panelsPerPass, range.upperBound)
                readLimits(of: pass, firstPanel: first, into: limits)
                for group in 0..<queries.groupCount {
                    let size = ByteQueries.rowsPerGroup
                    let rows = positions.lowerBound + group * size
                    let members = rows..<min(rows + size, positions.upperBound)
                    scan(
                        group, members, of: queries, over: pass, firstPanel: first, boxLimits: boxLimits, limits: limits
                    )
                }
            }
        }
    }

    private func readLimits(of pass: Range<Int>, firstPanel: Int, into limits: AlignedBuffer<UInt16>) {
        let lanes = ByteRows.rowsPerPanel
        for row in pass.lowerBound * lanes..<pass.upperBound * lanes {
            limits[row - firstPanel * lanes] = row < bytes.count ? join.byteLimit(of: row) : 0
        }
    }

    private func scan(
        _ group: Int, _ members: Range<Int>, of queries: ByteQueries, over pass: Range<Int>, firstPanel: Int,
        boxLimits: AlignedBuffer<Float>, limits: AlignedBuffer<UInt16>
    ) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.panelsPerPass) { buffer in
            let list = select(members, pass, firstPanel: firstPanel, boxLimits: boxLimits, from: buffer)
            guard !list.isEmpty else { return }
            let size = ByteQueries.rowsPerGroup
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { own in
                guard let ownLimits = own.baseAddress else { return }
                for lane in 0..<size {
                    own[lane] = lane < members.count ? twice(join.byteLimit(of: members.lowerBound + lane)) : 0
                }
                kernel.scan(
                    group: group, of: queries, queryLimits: ownLimits, over: bytes, firstPanel: firstPanel,
                    panels: list, referenceLimits: limits.start
                ) { lane, offset in
                    let position = members.lowerBound + lane
                    let other = firstPanel * ByteRows.rowsPerPanel + offset
                    // Empty lanes, and pairs that are met the other way round.
                    guard lane < members.count, other < bytes.count, other > position else { return }
                    join.meet(position, other, floatValue: floatValue(position, other))
                    ownLimits[lane] = twice(join.byteLimit(of: position))
                    limits[offset] = join.byteLimit(of: other)
                }
            }
        }
    }

    /// The panels of a pass, counted from `firstPanel`, that the group's rows cannot pass over.
    private func select(
        _ members: Range<Int>, _ pass: Range<Int>, firstPanel: Int, boxLimits: AlignedBuffer<Float>,
        from buffer: UnsafeMutableBufferPointer<UInt32>
    ) -> UnsafeBufferPointer<UInt32> {
        guard let start = buffer.baseAddress else { return UnsafeBufferPointer(start: nil, count: 0) }
        let own = boxes.limit(members.reduce(-1) { max($0, join.floatLimit(of: $1)) })
        let count = boxes.select(
            positions: members, limit: own, panels: firstPanel..<pass.upperBound, limits: boxLimits, into: start,
            useAVX2: kernel.useAVX2)
        let before = UInt32(pass.lowerBound - firstPanel)
        let dropped = buffer[0..<count].prefix { $0 < before }.count
        return UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[dropped..<count])
    }

    private func floatValue(_ position: Int, _ other: Int) -> Float {
        let (a, b) = (floats[position], floats[other])
        return kernel.useAVX2
            ? knn_float_pair_avx2(a, b, floats.stride) : knn_float_pair_portable(a, b, floats.stride)
    }
}
