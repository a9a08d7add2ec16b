/// A first bound for each row of a block: the k-th smallest float32 value among the rows of its own block, or little more.
///
/// It costs a fraction of comparing those rows in the defined arithmetic, and spares the lists most of the candidates that
/// better ones would push out again.
struct BlockBounds {
    let join: PairJoin
    let floats: FloatRows
    let kernel: FloatKernel
    let k: Int

    func lowerLimits(of positions: Range<Int>) {
        guard k < positions.count else { return }
        let (group, panel) = (FloatQueries.rowsPerGroup, FloatPanels.rowsPerPanel)
        let queries = FloatQueries(positions, of: floats)
        let panels = floats.transposed(positions, lanes: panel)
        let columns = (positions.count + panel - 1) / panel * panel
        let values = AlignedBuffer<Float>(count: group * columns, repeating: 0)
        let smallest = AlignedBuffer<Float>(count: k, repeating: 0)
        for first in stride(from: 0, to: positions.count, by: group) {
            kernel.values(
                of: queries.values.start + first * kernel.width, over: panels.start, panelCount: columns / panel,
                into: values.start)
            for index in first..<min(first + group, positions.count) {
                let own = values.start + (index - first) * columns
                own[index] = .infinity
                let bound = bound(of: UnsafeBufferPointer(start: own, count: positions.count), smallest)
                join.lowerLimits(of: positions.lowerBound + index, kthFloatValue: bound)
            }
        }
    }

    /// A value that k of some values are up to: the k-th smallest or little more.
    private func bound(of values: UnsafeBufferPointer<Float>, _ smallest: AlignedBuffer<Float>) -> Float {
        let least = leastOfLanes(values)
        guard k <= least.scalarCount else { return kth(of: values, smallest) }
        // Each lane's is a value of its own.
        return kth(of: least.indices.lazy.map { least[$0] }, smallest)
    }

    private func leastOfLanes(_ values: UnsafeBufferPointer<Float>) -> SIMD16<Float> {
        var least = SIMD16<Float>(repeating: .infinity)
        let bytes = UnsafeRawBufferPointer(values)
        for start in stride(from: 0, through: values.count - least.scalarCount, by: least.scalarCount) {
            let some = bytes.loadUnaligned(fromByteOffset: start * MemoryLayout<Float>.stride, as: SIMD16<Float>.self)
            least.replace(with: some, where: some .< least)
        }
        return least
    }

    @inline(__always)
    private func kth(of values: some Sequence<Float>, _ smallest: AlignedBuffer<Float>) -> Float {
        for slot in 0..<k { smallest[slot] = .infinity }
        let start = smallest.start
        for value in values where value < start[k - 1] {
            var slot = k - 1
            while slot > 0, start[slot - 1] > value {
                start[slot] = start[slot - 1]
                slot -= 1
            }
            start[slot] = value
        }
        return start[k - 1]
    }
}
