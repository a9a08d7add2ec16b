/// Mean, population standard deviation and range of each element of a row, over given rows.
///
/// Sums run over blocks of 65,536 consecutive rows of the list, inside a block in row order, block results added in
/// order; two passes. So the bits do not depend on the number of threads.
public struct ColumnStatistics: Sendable {
    public var mean: [Double]
    /// `√(Σ(x − μ)²/n)`.
    public var deviation: [Double]
    public var minimum: [Double]
    public var maximum: [Double]

    static let blockRows = 65_536
    /// Rows after which pages are given back, where they are to be.
    private static let rowsPerDrop = 4096

    /// - Parameter rows: not empty. The rows hold no NaN.
    /// - Complexity: O(rows · width) on `threads` threads, O(blocks · width) memory.
    public init(of store: RowStore, rows: RowList, threads: Int) throws {
        self = try store.elementType.withSwiftType { try Self.measure($0, store, rows, threads) }
    }

    private init(mean: [Double], deviation: [Double], minimum: [Double], maximum: [Double]) {
        self.mean = mean
        self.deviation = deviation
        self.minimum = minimum
        self.maximum = maximum
    }

    private static func measure<Element: RowElement>(
        _ type: Element.Type, _ store: RowStore, _ rows: RowList, _ threads: Int
    ) throws -> ColumnStatistics {
        let count = Double(rows.count)
        let width = store.width
        let first = try blocks(type, store, rows, threads) { block, row in
            for j in 0..<width {
                let x = row[j].double
                block.sum[j] += x
                block.minimum[j] = Swift.min(block.minimum[j], x)
                block.maximum[j] = Swift.max(block.maximum[j], x)
            }
        }
        let mean = total(first, width).map { $0 / count }
        let second = try blocks(type, store, rows, threads) { block, row in
            for j in 0..<width {
                let difference = row[j].double - mean[j]
                block.sum[j] += difference * difference
            }
        }
        let range = { (path: KeyPath<Block, UnsafeMutablePointer<Double>>, best: (Double, Double) -> Double) in
            (0..<width).map { j in
                first.dropFirst().reduce(first[0][keyPath: path][j]) { best($0, $1[keyPath: path][j]) }
            }
        }
        return ColumnStatistics(
            mean: mean, deviation: total(second, width).map { ($0 / count).squareRoot() },
            minimum: range(\.minimum, Swift.min), maximum: range(\.maximum, Swift.max))
    }

    private static func total(_ blocks: [Block], _ width: Int) -> [Double] {
        var sum = [Double](repeating: 0, count: width)
        for block in blocks {
            for j in 0..<width { sum[j] += block.sum[j] }
        }
        return sum
    }

    /// One result per block of rows.
    private static func blocks<Element: RowElement>(
        _ type: Element.Type, _ store: RowStore, _ rows: RowList, _ threads: Int,
        _ visit: @Sendable (borrowing Block, UnsafePointer<Element>) -> Void
    ) throws -> [Block] {
        let elements = UnsafePointer(store.elements(as: type).baseAddress!)
        nonisolated(unsafe) let start = elements
        let width = store.width
        let blocks = (0..<(rows.count + blockRows - 1) / blockRows).map { _ in Block(width: width) }
        try Parallel.forEach(blocks.count, threads: threads) { index in
            let end = Swift.min((index + 1) * blockRows, rows.count)
            for first in stride(from: index * blockRows, to: end, by: rowsPerDrop) {
                let last = Swift.min(first + rowsPerDrop, end)
                for position in first..<last { visit(blocks[index], start + rows[position] * width) }
                store.drop(rows[first]..<rows[last - 1] + 1)
            }
        }
        return blocks
    }

    private final class Block: @unchecked Sendable {
        // Sendable: one thread writes one block.
        let sum: UnsafeMutablePointer<Double>
        let minimum: UnsafeMutablePointer<Double>
        let maximum: UnsafeMutablePointer<Double>

        init(width: Int) {
            sum = .allocate(capacity: 3 * width)
            minimum = sum + width
            maximum = minimum + width
            sum.initialize(repeating: 0, count: width)
            minimum.initialize(repeating: .infinity, count: width)
            maximum.initialize(repeating: -.infinity, count: width)
        }

        deinit { sum.deallocate() }
    }
}
