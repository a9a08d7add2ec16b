/// How far rows of nominal values are apart, by how differently their values foretell the class.
///
/// `δ_f(a, b) = Σ_c |p(c | a) − p(c | b)|`, where p(c | a) is the share of class c among the training rows that hold value a
/// in column f, and `Δ(x, z) = Σ_f δ_f²`. In float64, each operation rounded by itself: δ in class order, Δ in eight lanes
/// as every distance (see ``NeighborSpace``). A missing value (−1) is a value of its own.
///
/// Stanfill and Waltz, "Toward memory-based reasoning", CACM 29, 1986, with the exponents 1 and 2, as imbalanced-learn.
package struct ValueDifferenceMetric: Sendable {
    private let codes: CodeStore
    private let classCount: Int
    /// The values of column f, missing first, stand from `firstValues[f]` up to `firstValues[f + 1]`.
    private let firstValues: [Int]
    /// p(c | a), `values × classes`, row-major; 0 for a value that no training row holds.
    private let shares: StoredArray<Double>

    /// - Parameter codes: the population's nominal columns.
    /// - Complexity: O(rows · columns + values · classes) time, 8 bytes per value and class.
    package init(of population: Population, codes: CodeStore, storage: any Storage) throws {
        self.codes = codes
        classCount = population.classCount
        let training = population.training
        var largest = [Int32](repeating: -1, count: codes.width)
        for index in 0..<training.count {
            for (f, code) in codes[training[index]].enumerated() { largest[f] = max(largest[f], code) }
        }
        firstValues = largest.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int($1) + 2) }
        shares = try StoredArray(
            named: "value-shares", count: firstValues[codes.width] * classCount, in: storage)
        for index in 0..<training.count {
            let row = training[index]
            let label = Int(population.labels[row])
            for (f, code) in codes[row].enumerated() { shares[start(f, code) + label] += 1 }
        }
        for value in 0..<firstValues[codes.width] {
            let bounds = value * classCount..<(value + 1) * classCount
            // Whole numbers below 2⁵³: the sum is exact.
            let total = bounds.reduce(0) { $0 + shares[$1] }
            if total > 0 { for index in bounds { shares[index] /= total } }
        }
    }

    private func start(_ column: Int, _ code: Int32) -> Int { (firstValues[column] + Int(code) + 1) * classCount }

    /// `δ_f(a, b)`. The codes are those of training rows.
    package func difference(ofColumn column: Int, _ a: Int32, _ b: Int32) -> Double {
        let (first, second) = (start(column, a), start(column, b))
        var sum = 0.0
        for c in 0..<classCount { sum += abs(shares[first + c] - shares[second + c]) }
        return sum
    }

    /// `Δ` of two training rows.
    package func squared(_ a: Int64, _ b: Int64) -> Double {
        squared(to: b, from: profile(of: a))
    }

    /// `δ_f²` of every value of every column to the values of a row.
    private func profile(of row: Int64) -> [Double] {
        var squares: [Double] = []
        squares.reserveCapacity(firstValues[codes.width])
        for (f, code) in codes[Int(row)].enumerated() {
            for value in -1..<Int32(firstValues[f + 1] - firstValues[f] - 1) {
                let difference = difference(ofColumn: f, code, value)
                squares.append(difference * difference)
            }
        }
        return squares
    }

    private func squared(to row: Int64, from profile: [Double]) -> Double {
        let values = codes[Int(row)]
        return profile.withUnsafeBufferPointer { profile in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { lanes in
                lanes.initialize(repeating: 0)
                for f in 0..<values.count { lanes[f % 8] += profile[firstValues[f] + Int(values[f]) + 1] }
                return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
            }
        }
    }
}

extension ValueDifferenceMetric {
    /// Rows whose neighbours one thread looks for at a time.
    private static let queriesPerBlock = 64

    /// Each training row of class `c` itself, then its k nearest of the class; ties by row number. Fewer than k where there
    /// are fewer other rows, with a notice.
    ///
    /// - Parameter c: a class of two rows or more.
    /// - Returns: k + 1 entries for each row, in the order of ``Population/rows(ofClass:)``.
    /// - Complexity: O(n² · columns + n · values · classes) time for n rows of the class.
    package func nearest(
        _ k: Int, ofClass c: Int, _ population: Population, storage: any Storage, threads: Int, notices: NoticeLog
    ) throws -> NeighborTable {
        let rows = population.rows(ofClass: c)
        let available = rows.count - 1
        if available < k {
            notices.add(
                "class '\(population.classNames[c])' has \(rows.count) rows: "
                    + "\(available) \(available == 1 ? "neighbour" : "neighbours") used instead of \(k)")
        }
        let k = min(k, available)
        let table = try StoredArray<Int64>(named: "voters-\(c)", count: rows.count * (k + 1), in: storage)
        let blocks = (rows.count + Self.queriesPerBlock - 1) / Self.queriesPerBlock
        try Parallel.forEach(blocks, threads: threads) { block in
            var found: [Neighbor] = []
            for query in block * Self.queriesPerBlock..<min((block + 1) * Self.queriesPerBlock, rows.count) {
                search(k, of: query, among: rows, into: &found)
                table[query * (k + 1)] = rows[query]
                for (rank, neighbor) in found.enumerated() { table[query * (k + 1) + 1 + rank] = neighbor.row }
            }
        }
        return NeighborTable(rows: table, k: k + 1)
    }

    private struct Neighbor {
        var row: Int64
        var squared: Double
    }

    private func search(_ k: Int, of query: Int, among rows: StoredArray<Int64>, into found: inout [Neighbor]) {
        found.removeAll(keepingCapacity: true)
        let profile = profile(of: rows[query])
        for index in 0..<rows.count where index != query {
            let squared = squared(to: rows[index], from: profile)
            if found.count == k {
                if squared >= found[k - 1].squared { continue }
                found.removeLast()
            }
            // References come by row number, so one that ties stands behind those before it.
            var rank = found.count
            while rank > 0 && found[rank - 1].squared > squared { rank -= 1 }
            found.insert(Neighbor(row: rows[index], squared: squared), at: rank)
        }
    }
}
