internal import CKernels

/// Mean, population standard deviation and range of each element of a row, over given rows.
///
/// Sums run over blocks of 65,536 consecutive rows of the list, inside a block in row order, block results added in
/// order; two passes. So the bits do not depend on the number of threads.
public struct ColumnStatistics: Sendable {
    /// μ of each element.
    public var mean: [Double]
    /// `√(Σ(x − μ)²/n)`.
    public var deviation: [Double]
    /// The least value of each element.
    public var minimum: [Double]
    /// The largest value of each element.
    public var maximum: [Double]

    static let blockRows = 65_536
    /// Rows that are asked for ahead: the processor follows them by itself, but not from page to page.
    private static let ahead = 16
    /// Fewer columns are not worth a task of their own: pieces of rows that are shorter than a page are slow to come by.
    private static let leastColumns = 1024

    /// - Parameter rows: not empty. The rows hold no NaN.
    /// - Complexity: O(rows · width) on `threads` threads, O(blocks · width) memory.
    public init(of store: RowStore, rows: RowList, threads: Int) throws {
        try self.init(of: store, rows: rows, threads: threads, useAVX2: ballast_cpu_has_avx2())
    }

    package init(of store: RowStore, rows: RowList, threads: Int, useAVX2: Bool) throws {
        let element = store.elementType.kernelElement
        let addSums = useAVX2 ? column_sums_avx2 : column_sums_portable
        let addSquares = useAVX2 ? column_squares_avx2 : column_squares_portable
        let count = Double(rows.count)
        let first = Blocks(count: (rows.count + Self.blockRows - 1) / Self.blockRows, width: store.width)
        try Self.visit(store, rows, first, threads) { block, row, columns in
            let from = columns.lowerBound
            addSums(element, row, columns.count, block.sum + from, block.minimum + from, block.maximum + from)
        }
        let mean = first.total.map { $0 / count }
        let center = StoredArray(mean)
        let second = Blocks(count: first.blocks.count, width: store.width)
        try Self.visit(store, rows, second, threads) { block, row, columns in
            let from = columns.lowerBound
            addSquares(element, row, columns.count, center.elements.baseAddress.map { $0 + from }, block.sum + from)
        }
        self.mean = mean
        deviation = second.total.map { ($0 / count).squareRoot() }
        minimum = first.best(\.minimum, Swift.min)
        maximum = first.best(\.maximum, Swift.max)
    }

    /// Calls `look` with every row of every block, from the first of its columns on. Where there are fewer blocks than
    /// threads, the columns are divided: no sum has terms of two.
    private static func visit(
        _ store: RowStore, _ rows: RowList, _ blocks: Blocks, _ threads: Int,
        _ look: @Sendable (Block, UnsafeRawPointer, Range<Int>) -> Void
    ) throws {
        nonisolated(unsafe) let start = UnsafeRawPointer(store.start)
        let width = store.width
        // Pages that one gives back would be read again for the next.
        let wanted = store.dropsPages ? 1 : (threads + blocks.blocks.count - 1) / blocks.blocks.count
        let step = Swift.max((width + wanted - 1) / wanted, leastColumns)
        let tasks = (width + step - 1) / step
        try Parallel.forEach(blocks.blocks.count * tasks, threads: threads) { task in
            let (index, part) = task.quotientAndRemainder(dividingBy: tasks)
            let columns = part * step..<Swift.min((part + 1) * step, width)
            let pieces = start + columns.lowerBound * store.elementType.byteCount
            let block = blocks.blocks[index]
            let end = Swift.min((index + 1) * blockRows, rows.count)
            var touched = TouchedPages(store)
            for position in index * blockRows..<end {
                let coming = min(position + ahead, end - 1)
                ballast_prefetch(pieces + rows[coming] * store.bytesPerRow, store.bytesPerRow)
                look(block, pieces + rows[position] * store.bytesPerRow, columns)
                touched.used(rows[position])
            }
            touched.giveBack()
        }
    }

    /// What one block of rows comes to.
    private struct Block: @unchecked Sendable {
        // Sendable: one thread writes one block's columns.
        let sum: UnsafeMutablePointer<Double>
        let minimum: UnsafeMutablePointer<Double>
        let maximum: UnsafeMutablePointer<Double>
    }

    private final class Blocks: Sendable {
        let blocks: [Block]
        private let width: Int

        init(count: Int, width: Int) {
            self.width = width
            blocks = (0..<count).map { _ in
                let sum = UnsafeMutablePointer<Double>.allocate(capacity: 3 * width)
                sum.initialize(repeating: 0, count: width)
                (sum + width).initialize(repeating: .infinity, count: width)
                (sum + 2 * width).initialize(repeating: -.infinity, count: width)
                return Block(sum: sum, minimum: sum + width, maximum: sum + 2 * width)
            }
        }

        deinit { for block in blocks { block.sum.deallocate() } }

        var total: [Double] { (0..<width).map { j in blocks.reduce(0) { $0 + $1.sum[j] } } }

        func best(
            _ path: KeyPath<Block, UnsafeMutablePointer<Double>>, _ better: (Double, Double) -> Double
        ) -> [Double] {
            (0..<width).map { j in
                blocks.dropFirst().reduce(blocks[0][keyPath: path][j]) { better($0, $1[keyPath: path][j]) }
            }
        }
    }
}
