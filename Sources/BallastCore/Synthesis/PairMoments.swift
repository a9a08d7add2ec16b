/// Moments of the rows that a class's pairs will give, column by column, in the scaled space and about the class's mean.
///
/// With z a base, δ = partner − base and λ the step, a row is `z + λδ`, so
/// `E[x] = E[z] + E[λδ]` and `E[x²] = E[z²] + 2 E[λ zδ] + E[λ² δ²]`. The expectations run over the planned bases, each as
/// often as it is used, and over all partners and steps that it may get: nothing is drawn.
struct PairMoments: Sendable {
    /// E[z], E[z²], E[λδ], E[λ zδ], E[λ²δ²], one after the other, a value per column in each.
    private var sums: [Double]
    /// E[δ], E[zδ] and E[δ²] likewise: what a step of 1 would give.
    private var unit: [Double]
    private let width: Int
    /// σ² of the class's rows in the scaled space.
    let classVariance: [Double]

    /// Variance of column j of the rows to come.
    func variance(_ j: Int) -> Double {
        let mean = sums[j] + sums[2 * width + j]
        return max(0, sums[width + j] + 2 * sums[3 * width + j] + sums[4 * width + j] - mean * mean)
    }

    /// Mean of column j of the rows to come, less that of the class.
    func shift(_ j: Int) -> Double { sums[j] + sums[2 * width + j] }

    /// `tr Cov(rows to come) / tr Cov(rows of the class)`; nil where the rows of the class are all equal.
    ///
    /// - Parameter scale: what the deviations of a column are multiplied by afterwards.
    func ratio(scale: (_ column: Int) -> Double) -> Double? {
        let before = classVariance.reduce(0, +)
        guard before > 0 else { return nil }
        return (0..<width).reduce(0) { $0 + scale($1) * scale($1) * variance($1) } / before
    }

    /// e for which steps from U(−e, 1 + e) keep the trace of the class's covariance; 0 where steps between the parents
    /// keep more than it, or where all partners equal their bases.
    var traceKeepingExtension: Double {
        let spread = (0..<width).reduce(0) { $0 + unit[2 * width + $1] }
        guard spread > 0 else { return 0 }
        let lost = (0..<width).reduce(0) { $0 + classVariance[$1] - (sums[width + $1] - sums[$1] * sums[$1]) }
        let toward = (0..<width).reduce(0) { $0 + unit[width + $1] - sums[$1] * unit[$1] }
        let drift = (0..<width).reduce(0) { $0 + unit[$1] * unit[$1] }
        let a = (lost - toward + drift / 4) / spread - 0.25
        return a > 1.0 / 12 ? ((12 * a).squareRoot() - 1) / 2 : 0
    }
}

extension PairMoments {
    /// Bases of one block; blocks are added in order, so the bits do not depend on the number of threads.
    private static let basesPerBlock = 1024

    /// - Returns: nil where the class has no candidates or no numeric column, or a step law has no closed form.
    /// - Complexity: O(n · k · columns) time for n rows of the class with k partners each.
    init?(_ source: some PairSource, ofClass c: Int, _ population: Population, weights: [Double], threads: Int) throws {
        guard let features = population.features, population.count(of: c) > 0 else { return nil }
        let statistics = try ColumnStatistics(
            of: features, rows: .listed(population.rows(ofClass: c)), threads: threads)
        width = features.width
        classVariance = zip(statistics.deviation, weights).map { ($0 * $1) * ($0 * $1) }
        let positions = population.classStarts[c]..<population.classStarts[c + 1]
        let count = (positions.count + Self.basesPerBlock - 1) / Self.basesPerBlock
        let blocks = (0..<count).map { _ in Block(width: features.width) }
        try Parallel.forEach(count, threads: threads) { index in
            let first = positions.lowerBound + index * Self.basesPerBlock
            let range = first..<min(first + Self.basesPerBlock, positions.upperBound)
            features.elementType.withSwiftType {
                blocks[index].add($0, range, source, population, features, statistics.mean, weights)
            }
        }
        guard blocks.allSatisfy({ $0.isClosed }) else { return nil }
        let uses = blocks.reduce(0) { $0 + $1.uses }
        guard uses > 0 else { return nil }
        func total(_ path: KeyPath<Block, [Double]>) -> [Double] {
            var sum = [Double](repeating: 0, count: blocks[0][keyPath: path].count)
            for block in blocks {
                for (index, value) in block[keyPath: path].enumerated() { sum[index] += value }
            }
            return sum.map { $0 / uses }
        }
        sums = total(\.sums)
        unit = total(\.unit)
    }

    private final class Block: @unchecked Sendable {
        // Sendable: one thread writes one block.
        var uses = 0.0
        var isClosed = true
        var sums: [Double]
        var unit: [Double]
        private let width: Int

        init(width: Int) {
            self.width = width
            sums = [Double](repeating: 0, count: 5 * width)
            unit = [Double](repeating: 0, count: 3 * width)
        }

        func add<Element: RowElement>(
            _ type: Element.Type, _ positions: Range<Int>, _ source: some PairSource, _ population: Population,
            _ features: RowStore, _ mean: [Double], _ weights: [Double]
        ) {
            let rows = UnsafePointer(features.start.assumingMemoryBound(to: type))
            var base = [Double](repeating: 0, count: width)
            var touched = TouchedPages(features)
            for position in positions {
                let uses = Double(source.uses(ofBaseAt: position))
                guard uses > 0 else { continue }
                let number = Int(population.classRows[position])
                let row = rows + number * width
                for j in 0..<width { base[j] = (row[j].double - mean[j]) * weights[j] }
                addBase(base, uses)
                source.forEachPartner(ofBaseAt: position) { partner, share, step in
                    guard let step else {
                        isClosed = false
                        return
                    }
                    addPair(row, rows + Int(partner) * width, base, weights, uses * share, step)
                    touched.used(Int(partner))
                }
                touched.used(number)
            }
            touched.giveBack()
        }

        private func addBase(_ base: [Double], _ uses: Double) {
            self.uses += uses
            for j in 0..<width {
                sums[j] += uses * base[j]
                sums[width + j] += uses * (base[j] * base[j])
            }
        }

        private func addPair<Element: RowElement>(
            _ row: UnsafePointer<Element>, _ partner: UnsafePointer<Element>, _ base: [Double], _ weights: [Double],
            _ weight: Double, _ step: StepMoments
        ) {
            let (first, second) = (weight * step.mean, weight * step.square)
            for j in 0..<width {
                let difference = (partner[j].double - row[j].double) * weights[j]
                let (cross, square) = (base[j] * difference, difference * difference)
                sums[2 * width + j] += first * difference
                sums[3 * width + j] += first * cross
                sums[4 * width + j] += second * square
                unit[j] += weight * difference
                unit[width + j] += weight * cross
                unit[2 * width + j] += weight * square
            }
        }
    }
}
