/// A linear support vector machine of one class against the rest, in the scaled space.
///
/// Minimises `½ ‖w‖² + C Σ s_i max(0, 1 − y_i f(x_i))²` for `f(x) = w · z + w₀`, the offset among the w, with
/// `z_j = (x_j − μ_j) w_j` and s_i such that both sides weigh n/2: what liblinear solves with the squared hinge and balanced
/// weights. The function is strictly convex, so the model does not depend on the way to it: Newton steps, each solved by
/// conjugate gradients, until the gradient is 10⁻¹⁰ of what it was or the value falls no more. Sums run over blocks of
/// 1,024 rows, in order, so threads change no bit. Fan, Chang, Hsieh, Wang and Lin, "LIBLINEAR", JMLR 9, 2008.
package struct LinearMargin: Sendable {
    private let mean: [Double]
    private let weights: [Double]
    /// Of each column, then the offset.
    private let normal: [Double]

    /// - Parameters:
    ///   - own: rows of the class, at least one.
    ///   - others: rows of the other classes, at least one.
    ///   - weights: of each column, as in ``NeighborSpace/weights``.
    ///   - penalty: C, greater than 0.
    /// - Complexity: O(rows · width) for each step of conjugate gradients, some hundred of them.
    package init(
        own: RowSample, others: RowSample, statistics: ColumnStatistics, weights: [Double], penalty: Double,
        threads: Int
    ) throws {
        mean = statistics.mean
        self.weights = weights
        let problem = SquaredHinge(
            own: own, others: others, mean: statistics.mean, weights: weights, penalty: penalty, threads: threads)
        normal = try problem.minimum()
    }

    /// f of a row: above 0 on the class's side; 1 at the margin.
    package func value(_ row: UnsafePointer<Double>) -> Double {
        var sum = 0.0
        for j in mean.indices { sum += (row[j] - mean[j]) * weights[j] * normal[j] }
        return sum + normal[mean.count]
    }
}

/// The function that a ``LinearMargin`` minimises.
private struct SquaredHinge: Sendable {
    private let width: Int
    private let count: Int
    /// y_i z_i with y_i at the end, row-major.
    private let signed: StoredArray<Double>
    /// 2 C s_i.
    private let costs: StoredArray<Double>
    private let threads: Int
    /// 1 − y_i f(x_i) where it is positive, else 0; of the point last looked at.
    private let slack: StoredArray<Double>

    private static let blockRows = 1024
    private static let mostSteps = 200

    init(
        own: RowSample, others: RowSample, mean: [Double], weights: [Double], penalty: Double, threads: Int
    ) {
        width = mean.count + 1
        count = own.rows.count + others.rows.count
        self.threads = threads
        let region = MemoryStorage().makeRegion(named: "margin", byteCount: count * width * 8)
        signed = StoredArray(region: region, count: count * width)
        costs = StoredArray<Double>(repeating: 0, count: count)
        slack = StoredArray<Double>(repeating: 1, count: count)
        for (sample, first, sign) in [(own, 0, 1.0), (others, own.rows.count, -1.0)] {
            for row in 0..<sample.rows.count {
                let start = (first + row) * width
                for j in mean.indices {
                    signed[start + j] = sign * (sample.values[row * sample.width + j] - mean[j]) * weights[j]
                }
                signed[start + mean.count] = sign
                costs[first + row] = penalty * Double(count) / Double(sample.rows.count)
            }
        }
    }

    func minimum() throws -> [Double] {
        var point = [Double](repeating: 0, count: width)
        var value = try self.value(at: point)
        var gradient = try self.gradient(at: point)
        let goal = 1e-10 * norm(gradient)
        for _ in 0..<Self.mostSteps where norm(gradient) > goal {
            let step = try direction(gradient)
            let slope = zip(gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
            var length = 1.0
            while true {
                let next = zip(point, step).map { $0 + length * $1 }
                let reached = try self.value(at: next)
                if reached < value && reached <= value + 1e-4 * length * slope {
                    (point, value) = (next, reached)
                    break
                }
                length /= 2
                // Rounding is all that is left.
                if length < 1e-6 { return point }
            }
            gradient = try self.gradient(at: point)
        }
        return point
    }

    /// The value, and ``slack`` with it.
    private func value(at point: [Double]) throws -> Double {
        let blocks = StoredArray<Double>(repeating: 0, count: blockCount)
        try forEachBlock { block, rows in
            for row in rows {
                let left = 1 - product(row, point)
                slack[row] = left > 0 ? left : 0
                blocks[block] += costs[row] / 2 * slack[row] * slack[row]
            }
        }
        return blocks.elements.reduce(point.reduce(0) { $0 + $1 * $1 } / 2, +)
    }

    /// At the point whose slack is known.
    private func gradient(at point: [Double]) throws -> [Double] {
        let sum = try weightedSum { -costs[$0] * slack[$0] }
        return zip(point, sum).map { $0 + $1 }
    }

    /// The second derivative, at the point whose slack is known, times a vector.
    private func curvature(_ vector: [Double]) throws -> [Double] {
        let sum = try weightedSum { slack[$0] > 0 ? costs[$0] * product($0, vector) : 0 }
        return zip(vector, sum).map { $0 + $1 }
    }

    /// The step at which the second derivative takes the gradient away, by conjugate gradients.
    private func direction(_ gradient: [Double]) throws -> [Double] {
        var step = [Double](repeating: 0, count: width)
        var residual = gradient.map { -$0 }
        var search = residual
        var squared = residual.reduce(0) { $0 + $1 * $1 }
        let goal = 1e-6 * squared
        for _ in 0..<min(1000, 4 * width + 20) where squared > goal {
            let curved = try curvature(search)
            let alpha = squared / zip(search, curved).reduce(0) { $0 + $1.0 * $1.1 }
            for j in 0..<width {
                step[j] += alpha * search[j]
                residual[j] -= alpha * curved[j]
            }
            let next = residual.reduce(0) { $0 + $1 * $1 }
            for j in 0..<width { search[j] = residual[j] + next / squared * search[j] }
            squared = next
        }
        return step
    }

    /// Σ a_i y_i z_i.
    private func weightedSum(_ factor: @Sendable (_ row: Int) -> Double) throws -> [Double] {
        let blocks = StoredArray<Double>(repeating: 0, count: blockCount * width)
        try forEachBlock { block, rows in
            for row in rows {
                let factor = factor(row)
                guard factor != 0 else { continue }
                for j in 0..<width { blocks[block * width + j] += factor * signed[row * width + j] }
            }
        }
        var sum = [Double](repeating: 0, count: width)
        for index in 0..<blockCount * width { sum[index % width] += blocks[index] }
        return sum
    }

    private func product(_ row: Int, _ vector: [Double]) -> Double {
        var sum = 0.0
        for j in 0..<width { sum += signed[row * width + j] * vector[j] }
        return sum
    }

    private var blockCount: Int { (count + Self.blockRows - 1) / Self.blockRows }

    private func forEachBlock(_ body: @Sendable (_ block: Int, _ rows: Range<Int>) -> Void) throws {
        try Parallel.forEach(blockCount, threads: threads) { block in
            body(block, block * Self.blockRows..<min(count, (block + 1) * Self.blockRows))
        }
    }

    private func norm(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
