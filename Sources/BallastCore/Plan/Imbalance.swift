/// Which training rows are taken away so that a balanced data set becomes an imbalanced one, as benchmarks of imbalanced
/// learning are made.
///
/// Class c of C, in the order of ``order``, keeps
///
/// - `exp`: `⌊n_max · μ^(c / (C − 1))⌋` rows, μ = 1/factor: a long tail (Cui, Jia, Lin, Song and Belongie, "Class-Balanced
///   Loss Based on Effective Number of Samples", CVPR 2019);
/// - `step`: n_max rows, but the last `⌊minority · C⌋` classes, at least one and not all, `⌊n_max / factor⌋` (Buda, Maki
///   and Mazurowski, "A systematic study of the class imbalance problem in convolutional neural networks", Neural
///   Networks 106, 2018; with half of the classes as in Cao, Wei, Gaidon, Arechiga and Ma, "Learning Imbalanced Datasets
///   with Label-Distribution-Aware Margin Loss", NeurIPS 2019).
///
/// n_max is the largest number for which every class has rows enough: the class size of a balanced data set. So the
/// factor is exact also where the input is not quite balanced.
public struct Imbalance: Codable, Hashable, Sendable {
    /// The shape of the class counts, by the names of the field's code.
    public enum Shape: String, Codable, CaseIterable, Sendable {
        /// Every row is kept.
        case none
        case exp, step
    }

    /// Which class is the first, and so keeps most rows.
    public enum Order: String, Codable, CaseIterable, Sendable {
        /// That of the class codes.
        case code
        /// By rows, descending; equal ones by code.
        case count
    }

    /// By which law rows are taken away.
    public var type = Shape.none
    /// Rows of the largest class over those of the smallest, at least 1.
    public var factor = ExactDecimal(constant: 100)
    /// Of `step`: the share of the classes that are small, above 0 and below 1.
    public var minority = ExactDecimal(constant: 5, scale: 1)
    /// Which class keeps most rows.
    public var order = Order.code

    public init() {}

    /// - Throws: ``SettingError`` for a setting out of its range.
    public func validate() throws {
        let (zero, one) = (ExactDecimal(constant: 0), ExactDecimal(constant: 1))
        try SettingError.require(
            factor >= one, "factor",
            "\(factor) is out of range; at least 1, the rows of the largest class over those of the smallest")
        try SettingError.require(
            minority > zero && minority < one, "minority", "\(minority) is out of range; more than 0 and less than 1")
    }

    /// Rows that each class keeps.
    ///
    /// - Parameter counts: training rows of each class, by code; at least two classes.
    /// - Throws: ``SynthesisError`` where a class has no row, or would keep none.
    public func kept(of counts: [Int64], classNames: [String]) throws -> [Int64] {
        guard type != .none else { return counts }
        for (name, count) in zip(classNames, counts) where count == 0 {
            throw SynthesisError("class '\(name)' has no training row; an imbalance needs rows of every class")
        }
        let classes = ordered(counts)
        let largest = mostRows(classes.map { counts[$0] })
        let rows = rows(largest: largest, classCount: counts.count)
        if let last = classes.last, rows[rows.count - 1] == 0 {
            throw SynthesisError(
                "imbalance.factor is \(factor), but the largest class keeps \(largest) rows, so class "
                    + "'\(classNames[last])' would keep none; write at most \(largest)")
        }
        var kept = counts
        for (place, c) in classes.enumerated() { kept[c] = rows[place] }
        return kept
    }

    private func ordered(_ counts: [Int64]) -> [Int] {
        switch order {
        case .code: Array(counts.indices)
        case .count: counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
        }
    }

    /// n_max, by halving: no class's rows become fewer when n_max grows.
    private func mostRows(_ available: [Int64]) -> Int64 {
        var (low, high) = (Int64(0), available[0] + 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            let fits = zip(rows(largest: middle, classCount: available.count), available).allSatisfy { $0 <= $1 }
            if fits { low = middle } else { high = middle }
        }
        return low
    }

    /// Rows by place in the order.
    private func rows(largest: Int64, classCount: Int) -> [Int64] {
        let smallest = Int64(Int128(largest) * Int128(factor.denominator) / Int128(factor.digits))
        return (0..<classCount).map { place in
            switch type {
            case .none: largest
            case .step: place < classCount - minorityCount(classCount) ? largest : smallest
            case .exp where place == classCount - 1: smallest
            case .exp: Self.tail(largest, -Double(place) / Double(classCount - 1) * ExactMath.ln(factor.double))
            }
        }
    }

    private func minorityCount(_ classCount: Int) -> Int {
        let share = minority.floor(times: Int64(classCount)) ?? 0
        return min(max(Int(share), 1), classCount - 1)
    }

    /// `⌊n · e^power⌋`. What is a whole number but for the rounding of the logarithm is taken as that number.
    private static func tail(_ n: Int64, _ power: Double) -> Int64 {
        Int64((Double(n) * ExactMath.exp(power) * (1 + 0x1p-40)).rounded(.down))
    }
}

extension Imbalance {
    /// Marks the training rows that are not kept as ``Part/dropped``.
    ///
    /// Of n rows of a class, `P(t)` for t below the rows to keep stay, P a keyed permutation of its rows in input order: with
    /// the same seed a larger factor keeps some of the rows that a smaller one keeps.
    /// - Complexity: O(rows).
    public func apply(
        to parts: StoredArray<UInt8>, labels: StoredArray<Int32>, classNames: [String], seed: UInt64
    ) throws {
        guard type != .none else { return }
        var counts = [Int64](repeating: 0, count: classNames.count)
        for row in 0..<parts.count where parts[row] == Part.train.rawValue { counts[Int(labels[row])] += 1 }
        let kept = try kept(of: counts, classNames: classNames)
        let stream = RandomStream(seed: seed, purpose: .imbalance)
        let permutations = counts.indices.map {
            KeyedPermutation(count: counts[$0], key: stream.key(0, stream: Int32($0)))
        }
        var next = counts.map { _ in Int64(0) }
        for row in 0..<parts.count where parts[row] == Part.train.rawValue {
            let c = Int(labels[row])
            if permutations[c].inverse(next[c]) >= kept[c] { parts[row] = Part.dropped.rawValue }
            next[c] += 1
        }
    }
}
