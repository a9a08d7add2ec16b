/// Centres found by k-means: Lloyd's algorithm from a start drawn by k-means++.
///
/// Distances are those of ``NeighborSpace`` over numeric columns; a tie goes to the lowest centre. A centre is the mean of
/// its rows, summed in row order. A centre without rows takes the row farthest from its own. It ends when no row changes its
/// centre, or after 100 rounds. Neither threads nor the machine change a bit.
/// Lloyd, "Least squares quantization in PCM", 1982; Arthur and Vassilvitskii, "k-means++", SODA 2007.
package struct KMeans: Sendable {
    /// Centres: as many as asked for, or as there are distinct rows.
    package let count: Int
    /// Row-major.
    package private(set) var centers: [Double]
    private let weights: [Double]
    private var width: Int { weights.count }

    private static let mostRounds = 100
    private static let blockRows = 1024

    /// - Parameters:
    ///   - sample: at least one row.
    ///   - weights: of each column, as in ``NeighborSpace/weights``.
    ///   - count: at least 1.
    /// - Complexity: O(rows · width · count) for each round, on `threads` threads.
    package init(_ sample: RowSample, weights: [Double], count: Int, seed: UInt64, threads: Int) throws {
        self.weights = weights
        centers = Self.start(sample, weights, count: count, seed: seed)
        self.count = centers.count / weights.count
        var previous: [Int32] = []
        for _ in 0..<Self.mostRounds {
            var members = try assign(sample, threads: threads)
            members.fillEmpty(self.count)
            if members.clusters == previous { break }
            previous = members.clusters
            centers = Self.means(sample, members.clusters, count: self.count)
        }
    }

    /// The nearest centre, and the squared distance to it.
    func nearest(to row: UnsafePointer<Double>) -> (cluster: Int, squared: Double) {
        centers.withUnsafeBufferPointer { centers in
            weights.withUnsafeBufferPointer { weights in
                guard let first = centers.baseAddress, let weight = weights.baseAddress else { return (0, 0) }
                var best = (cluster: 0, squared: Double.infinity)
                for cluster in 0..<count {
                    let squared = WeightedDistance.squared(row, first + cluster * width, weight, width)
                    if squared < best.squared { best = (cluster, squared) }
                }
                return best
            }
        }
    }

    private func assign(_ sample: RowSample, threads: Int) throws -> Assignment {
        let rows = sample.rows.count
        let clusters = StoredArray<Int32>(repeating: 0, count: rows)
        let distances = StoredArray<Double>(repeating: 0, count: rows)
        try Parallel.forEachChunk(of: rows, size: Self.blockRows, threads: threads) { block in
            for row in block {
                guard let start = sample.values[row * width..<(row + 1) * width].baseAddress else { continue }
                let found = nearest(to: start)
                clusters[row] = Int32(found.cluster)
                distances[row] = found.squared
            }
        }
        return Assignment(clusters: Array(clusters.elements), distances: Array(distances.elements))
    }

    private static func means(_ sample: RowSample, _ clusters: [Int32], count: Int) -> [Double] {
        let width = sample.width
        var sums = [Double](repeating: 0, count: count * width)
        var sizes = [Double](repeating: 0, count: count)
        for (row, cluster) in clusters.enumerated() {
            let start = Int(cluster) * width
            for j in 0..<width { sums[start + j] += sample.values[row * width + j] }
            sizes[Int(cluster)] += 1
        }
        return sums.indices.map { sums[$0] / sizes[$0 / width] }
    }

    /// k-means++: each further centre is a row, drawn by its squared distance to the nearest of those before.
    private static func start(_ sample: RowSample, _ weights: [Double], count: Int, seed: UInt64) -> [Double] {
        let draws = RandomStream(seed: seed, purpose: .clustering)
        let (rows, width) = (sample.rows.count, sample.width)
        let words = draws.words(0)
        var chosen = Int(RandomStream.below(Int64(rows), words.0, words.1))
        var squared = [Double](repeating: .infinity, count: rows)
        var centers: [Double] = []
        while true {
            let center = Array(sample.values[chosen * width..<(chosen + 1) * width])
            centers += center
            for row in 0..<rows {
                guard let start = sample.values[row * width..<(row + 1) * width].baseAddress else { continue }
                squared[row] = min(squared[row], WeightedDistance.squared(start, center, weights, width))
            }
            let total = squared.reduce(0, +)
            if centers.count == count * width || total == 0 { return centers }
            let words = draws.words(Int64(centers.count / width))
            chosen = row(at: RandomStream.unit(words.0, words.1) * total, in: squared)
        }
    }

    /// The first row at which the sum of `weights` passes `place`.
    private static func row(at place: Double, in weights: [Double]) -> Int {
        var sum = 0.0
        for (row, weight) in weights.enumerated() {
            sum += weight
            if sum > place { return row }
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }
}

/// The cluster of each row of a sample.
private struct Assignment {
    var clusters: [Int32]
    var distances: [Double]

    /// Gives every cluster without rows the row that is farthest from its centre, and not its cluster's only one.
    mutating func fillEmpty(_ count: Int) {
        var sizes = [Int](repeating: 0, count: count)
        for cluster in clusters { sizes[Int(cluster)] += 1 }
        for empty in 0..<count where sizes[empty] == 0 {
            var farthest: Int?
            for row in clusters.indices where sizes[Int(clusters[row])] > 1 {
                if farthest.map({ distances[row] > distances[$0] }) ?? true { farthest = row }
            }
            guard let farthest else { return }
            sizes[Int(clusters[farthest])] -= 1
            sizes[empty] = 1
            (clusters[farthest], distances[farthest]) = (Int32(empty), 0)
        }
    }
}

/// The squared distance of two points in the defined arithmetic; see ``NeighborSpace``.
enum WeightedDistance {
    @inline(__always)
    static func squared(
        _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ width: Int
    ) -> Double {
        var lanes = SIMD8<Double>()
        var j = 0
        while j + 8 <= width {
            let t = (load(a + j) - load(b + j)) * load(weights + j)
            lanes += t * t
            j += 8
        }
        while j < width {
            let t = (a[j] - b[j]) * weights[j]
            lanes[j % 8] += t * t
            j += 1
        }
        return LaneSum.joined(lanes)
    }

    @inline(__always)
    private static func load(_ start: UnsafePointer<Double>) -> SIMD8<Double> {
        UnsafeRawPointer(start).loadUnaligned(as: SIMD8<Double>.self)
    }
}
