/// Fits a ``SoftmaxRegression`` to training rows, every class of the same weight.
///
/// 100 steps of Nesterov's accelerated gradient on the cross-entropy with a penalty of ½ · 0.001 · ‖w‖², from 0, of length
/// 1/L, L a bound of the curvature. Over at most 5,000 rows: all of the rarer classes, of the others as many, evenly
/// spread. Sums run over eight blocks of rows, inside a block in row order, blocks in order.
struct SoftmaxFit: @unchecked Sendable {
    // Sendable: rows are written here and only read afterwards; each sum is written by one thread.
    private let classCount: Int
    private let octets: Int
    private let standardization: Standardization
    private let rows: StoredArray<SIMD8<Double>>
    private let classes: [Int]
    /// Weight of each row; they sum to 1.
    private let shares: [Double]
    private let threads: Int

    private static let steps = 100
    private static let ridge = 0.001
    private static let mostRows = 5000
    private static let mostElements = 1 << 22
    private static let blocks = 8
    /// Numbers in the weights of all classes, at most.
    static let mostWeights = 1 << 20

    /// - Throws: ``SynthesisError`` for more weights than are fitted.
    static func check(_ population: Population, _ features: RowStore) throws {
        guard (features.width + 8) * population.classCount <= mostWeights else {
            throw SynthesisError(
                "\(population.classCount) classes of rows with \(features.width) elements are too many for the softmax "
                    + "regression of m2m; their product may be \(mostWeights) at most")
        }
    }

    /// - Throws: what ``check(_:_:)`` throws.
    /// - Complexity: O(rows · width · classes) for each of about a hundred steps, on `threads` threads.
    static func fit(_ population: Population, _ features: RowStore, threads: Int) throws -> SoftmaxRegression {
        try check(population, features)
        let statistics = try ColumnStatistics(of: features, rows: population.training, threads: threads)
        let fit = SoftmaxFit(population, features, Standardization(statistics), threads: threads)
        let weights = StoredArray(try fit.descend())
        return SoftmaxRegression(weights, classCount: population.classCount, standardization: fit.standardization)
    }

    /// Bytes that a fit takes, at most.
    static func byteCount(width: Int, classCount: Int) -> Int {
        let weights = min((width + 8) * classCount, mostWeights) * 8
        return 8 * min(mostRows * (width + 8), mostElements + width + 8) + (blocks + 5) * weights
    }

    private init(_ population: Population, _ features: RowStore, _ standardization: Standardization, threads: Int) {
        (self.standardization, self.threads) = (standardization, threads)
        classCount = population.classCount
        octets = (features.width + 1 + 7) / 8
        let most = max(population.classCount, min(Self.mostRows, Self.mostElements / (features.width + 1)))
        let cap = Self.cap(population.counts, most: Int64(most))
        let taken = population.counts.map { min($0, cap) }
        var (numbers, classes): ([Int64], [Int]) = ([], [])
        for c in 0..<population.classCount {
            let count = population.count(of: c)
            for index in 0..<taken[c] { numbers.append(population.row(index * count / taken[c], ofClass: c)) }
            classes += [Int](repeating: c, count: Int(taken[c]))
        }
        self.classes = classes
        let present = Double(taken.count { $0 > 0 })
        shares = classes.map { 1 / (present * Double(taken[$0])) }
        rows = StoredArray<SIMD8<Double>>(repeating: SIMD8(), count: numbers.count * octets)
        features.elementType.withSwiftType { fill(numbers, features, $0) }
    }

    /// The most rows of a class with which all classes together stay within `most`; at least 1.
    private static func cap(_ counts: [Int64], most: Int64) -> Int64 {
        var (low, high) = (Int64(1), max(counts.max() ?? 1, 1))
        while low < high {
            let middle = (low + high + 1) / 2
            if counts.reduce(0, { $0 + min($1, middle) }) <= most { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private func fill<Element: RowElement>(_ numbers: [Int64], _ features: RowStore, _ type: Element.Type) {
        let start = UnsafePointer(features.start.assumingMemoryBound(to: type))
        let row = OctetRow(width: octets * 8)
        var touched = TouchedPages(features)
        for (index, number) in numbers.enumerated() {
            standardization.fill(row) { start[Int(number) * features.width + $0].double }
            for octet in 0..<octets { rows[index * octets + octet] = row.start[octet] }
            touched.used(Int(number))
        }
        touched.giveBack()
    }

    private func row(_ index: Int) -> UnsafePointer<SIMD8<Double>> {
        rows[index * octets..<(index + 1) * octets].baseAddress!  // octets is at least 1
    }

    private func descend() throws -> [SIMD8<Double>] {
        let step = 1 / (try curvature() / 2 + Self.ridge)
        var weights = [SIMD8<Double>](repeating: SIMD8(), count: classCount * octets)
        var ahead = weights
        for t in 0..<Self.steps {
            let gradient = try gradient(ahead)
            let momentum = Double(t) / Double(t + 3)
            for index in weights.indices {
                let next = ahead[index] - step * (gradient[index] + Self.ridge * ahead[index])
                ahead[index] = next + momentum * (next - weights[index])
                weights[index] = next
            }
        }
        return weights
    }

    /// `Σ_i a_i (p_i − y_i) z_i` for each class.
    private func gradient(_ weights: [SIMD8<Double>]) throws -> [SIMD8<Double>] {
        let model = SoftmaxRegression(StoredArray(weights), classCount: classCount, standardization: standardization)
        return try sumOverRows(count: classCount * octets) { index, sum in
            var slopes = [Double](repeating: 0, count: classCount)
            model.classify(row(index), into: &slopes)
            slopes[classes[index]] -= 1
            let z = row(index)
            for c in 0..<classCount {
                let slope = shares[index] * slopes[c]
                for octet in 0..<octets { sum[c * octets + octet] += slope * z[octet] }
            }
        }
    }

    /// A bound of the largest eigenvalue of `Σ_i a_i z_i z_iᵀ`: its trace, or half as much again as a few rounds of power
    /// iteration find, whichever is less.
    private func curvature() throws -> Double {
        let trace = classes.indices.reduce(0.0) { $0 + shares[$1] * LaneSum.dot(row($1), row($1), octets: octets) }
        var vector = [SIMD8<Double>](repeating: SIMD8(repeating: 1), count: octets)
        var found = 0.0
        for _ in 0..<20 {
            let direction = StoredArray(vector)
            let image = try sumOverRows(count: octets) { index, sum in
                let z = row(index)
                let along = shares[index] * dot(z, direction)
                for octet in 0..<octets { sum[octet] += along * z[octet] }
            }
            let length = LaneSum.joined(image.reduce(SIMD8()) { $0 + $1 * $1 }).squareRoot()
            guard length > 0 else { break }
            found = length
            vector = image.map { $0 / length }
        }
        return found > 0 ? min(trace, 1.5 * found) : max(trace, 1)
    }

    private func dot(_ z: UnsafePointer<SIMD8<Double>>, _ vector: StoredArray<SIMD8<Double>>) -> Double {
        vector.elements.baseAddress.map { LaneSum.dot(z, $0, octets: octets) } ?? 0
    }

    private func sumOverRows(
        count: Int, _ add: @Sendable (_ row: Int, _ sum: UnsafeMutableBufferPointer<SIMD8<Double>>) -> Void
    ) throws -> [SIMD8<Double>] {
        let size = (classes.count + Self.blocks - 1) / Self.blocks
        let sums = StoredArray<SIMD8<Double>>(repeating: SIMD8(), count: Self.blocks * count)
        try Parallel.forEach(Self.blocks, threads: threads) { block in
            let sum = UnsafeMutableBufferPointer(rebasing: sums.elements[block * count..<(block + 1) * count])
            for index in min(block * size, classes.count)..<min((block + 1) * size, classes.count) { add(index, sum) }
        }
        return (0..<count).map { index in
            (0..<Self.blocks).reduce(SIMD8<Double>()) { $0 + sums[$1 * count + index] }
        }
    }
}
