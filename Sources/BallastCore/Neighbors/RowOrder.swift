import CKernels

/// An order of rows in which near rows stand near each other: cells of a tree of halves.
///
/// Each range is split at the middle of its rows' projections on the line through two centres, which a few rounds of
/// 2-means find in a sample. It needs no randomness and only decides how soon a search's limits become tight.
///
/// - Complexity: O(n · width · log(n / cell)) time, 8 bytes per row.
struct RowOrder {
    /// Rows that a split looks at, and their elements.
    private static let sampleSize = 12...48
    private static let sampleElements = 1 << 14

    private let rows: FloatRows
    private let cell: Int
    private let threads: Int
    private let order: AlignedBuffer<Int32>
    private let projections: AlignedBuffer<Float>

    /// The order, as indices of `rows`: cells of at most about `cell` rows, neighbouring cells near each other.
    static func near(_ rows: FloatRows, cell: Int, threads: Int) throws -> AlignedBuffer<Int32> {
        let order = AlignedBuffer<Int32>(count: rows.count, repeating: 0)
        for index in 0..<rows.count { order[index] = Int32(index) }
        let tree = RowOrder(
            rows: rows, cell: cell, threads: threads, order: order,
            projections: AlignedBuffer(count: rows.count, repeating: 0))
        try tree.split()
        return order
    }

    private func split() throws {
        var ranges = [0..<rows.count]
        while !ranges.isEmpty {
            let level = ranges.filter { $0.count > cell }
            let middles = level.map { $0.lowerBound + ($0.count / cell + 1) / 2 * cell }
            try Parallel.forEach(level.count, threads: threads) { halve(level[$0], at: middles[$0]) }
            ranges = zip(level, middles).flatMap { [$0.lowerBound..<$1, $1..<$0.upperBound] }
        }
    }

    /// Brings the rows with the smallest projections before `middle`.
    private func halve(_ range: Range<Int>, at middle: Int) {
        guard middle < range.upperBound, let line = direction(of: range) else { return }
        for position in range {
            projections[position] = rows.product(rows[Int(order[position])], line.start)
        }
        select(range, at: middle)
    }

    /// The line through the two centres of a sample; nil when they coincide.
    private func direction(of range: Range<Int>) -> AlignedBuffer<Float>? {
        let size = min((Self.sampleElements / rows.stride).clamped(to: Self.sampleSize), range.count)
        let sample = (0..<size).map { rows[Int(order[range.lowerBound + $0 * range.count / size])] }
        let width = rows.stride
        let centers = [AlignedBuffer<Float>(count: width, repeating: 0), AlignedBuffer(count: width, repeating: 0)]
        centers[0].start.update(from: sample[0], count: width)
        let far = sample.max { rows.squaredDistance($0, sample[0]) < rows.squaredDistance($1, sample[0]) }
        centers[1].start.update(from: far ?? sample[0], count: width)
        for _ in 0..<4 {
            let nearFirst = sample.map {
                rows.squaredDistance($0, centers[0].start) <= rows.squaredDistance($0, centers[1].start)
            }
            for side in 0..<2 {
                let members = zip(sample, nearFirst).filter { $0.1 == (side == 0) }.map(\.0)
                if !members.isEmpty { setMean(of: members, in: centers[side]) }
            }
        }
        for column in 0..<width { centers[1][column] -= centers[0][column] }
        return (0..<width).contains { centers[1][$0] != 0 } ? centers[1] : nil
    }

    private func setMean(of members: [UnsafeMutablePointer<Float>], in center: AlignedBuffer<Float>) {
        center.start.update(repeating: 0, count: rows.stride)
        for row in members { knn_float_add(row, 1 / Float(members.count), center.start, rows.stride) }
    }

    /// Hoare's selection on the projections, moving the order along.
    private func select(_ range: Range<Int>, at middle: Int) {
        var (low, high) = (range.lowerBound, range.upperBound - 1)
        while low < high {
            let pivot = projections[(low + high) / 2]
            var (i, j) = (low, high)
            while i <= j {
                while projections[i] < pivot { i += 1 }
                while pivot < projections[j] { j -= 1 }
                if i <= j {
                    swap(i, j)
                    i += 1
                    j -= 1
                }
            }
            if middle <= j { high = j } else if middle >= i { low = i } else { return }
        }
    }

    private func swap(_ i: Int, _ j: Int) {
        (projections[i], projections[j]) = (projections[j], projections[i])
        (order[i], order[j]) = (order[j], order[i])
    }
}
