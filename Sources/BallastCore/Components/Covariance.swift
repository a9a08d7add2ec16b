/// The covariance matrix of centred and weighted columns: `Σ z_i z_j / n`, `z_j = (x_j − μ_j) · w_j`.
///
/// Sums run as in ``ColumnStatistics``: over blocks of 65,536 consecutive rows of the list, inside a block in row order,
/// block results added in order, each operation rounded by itself. Threads share out entries, never a sum.
struct Covariance: Sendable {
    let store: RowStore
    let rows: RowList
    let mean: [Double]
    let weights: [Double]
    let threads: Int

    /// Row-major and symmetric, `width × width`.
    ///
    /// - Complexity: O(rows · width²) time; per thread some rows of the matrix in memory.
    func matrix() throws -> [Double] {
        let width = store.width
        let strip = store.dropsPages ? 128 : 16
        let entries = StoredArray<Double>(repeating: 0, count: width * width)
        try store.elementType.withSwiftType { try fill(entries, strip: strip, from: $0) }
        for i in 0..<width {
            for j in 0..<i { entries[i * width + j] = entries[j * width + i] }
        }
        return Array(entries.elements)
    }

    private func fill<Element: RowElement>(
        _ entries: StoredArray<Double>, strip: Int, from type: Element.Type
    ) throws {
        let width = store.width
        nonisolated(unsafe) let start = UnsafePointer(store.start.assumingMemoryBound(to: type))
        try Parallel.forEachChunk(of: width, size: strip, threads: threads) { lines in
            let sums = CovarianceStrip(lines: lines, width: width)
            var touched = TouchedPages(store)
            for first in stride(from: 0, to: rows.count, by: ColumnStatistics.blockRows) {
                let end = min(first + ColumnStatistics.blockRows, rows.count)
                for group in stride(from: first, to: end, by: CovarianceStrip.groupRows) {
                    let count = min(CovarianceStrip.groupRows, end - group)
                    for index in 0..<count {
                        let row = start + rows[group + index] * width
                        let centred = sums.centred(index)
                        for j in lines.lowerBound..<width { centred[j] = (row[j].double - mean[j]) * weights[j] }
                    }
                    sums.addRows(count)
                    for index in 0..<count { touched.used(rows[group + index]) }
                }
                sums.endBlock()
            }
            touched.giveBack()
            sums.write(to: entries, rowCount: rows.count)
        }
    }
}

/// Some lines of the matrix while they are summed.
private final class CovarianceStrip {
    /// Rows that are added in one pass over the sums: one after the other, so the order is that of single rows.
    static let groupRows = 4

    private let lines: Range<Int>
    private let width: Int
    private let block: UnsafeMutablePointer<Double>
    private let total: UnsafeMutablePointer<Double>
    private let group: UnsafeMutablePointer<Double>

    init(lines: Range<Int>, width: Int) {
        (self.lines, self.width) = (lines, width)
        block = .allocate(capacity: (2 * lines.count + Self.groupRows) * width)
        block.initialize(repeating: 0, count: (2 * lines.count + Self.groupRows) * width)
        total = block + lines.count * width
        group = total + lines.count * width
    }

    deinit { block.deallocate() }

    /// Where row `index` of a group goes.
    func centred(_ index: Int) -> UnsafeMutablePointer<Double> { group + index * width }

    func addRows(_ count: Int) {
        guard count == Self.groupRows else {
            for index in 0..<count { addRow(centred(index)) }
            return
        }
        let (a, b, c, d) = (centred(0), centred(1), centred(2), centred(3))
        for i in lines {
            let sums = block + (i - lines.lowerBound) * width
            let (ai, bi, ci, di) = (a[i], b[i], c[i], d[i])
            for j in i..<width { sums[j] = (((sums[j] + ai * a[j]) + bi * b[j]) + ci * c[j]) + di * d[j] }
        }
    }

    private func addRow(_ row: UnsafeMutablePointer<Double>) {
        for i in lines {
            let sums = block + (i - lines.lowerBound) * width
            for j in i..<width { sums[j] += row[i] * row[j] }
        }
    }

    func endBlock() {
        for index in 0..<lines.count * width {
            total[index] += block[index]
            block[index] = 0
        }
    }

    func write(to entries: StoredArray<Double>, rowCount: Int) {
        for i in lines {
            for j in i..<width { entries[i * width + j] = total[(i - lines.lowerBound) * width + j] / Double(rowCount) }
        }
    }
}
