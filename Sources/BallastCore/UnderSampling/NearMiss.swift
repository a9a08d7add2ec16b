/// Rows by their distances to the smallest class.
///
/// Version 1 keeps the rows with the smallest mean distance to their k nearest rows of the smallest class, version 2 those
/// with the smallest mean distance to their k farthest. Version 3 first takes the m nearest rows of each row of the smallest
/// class and keeps those of them with the largest mean distance to their k nearest; it may keep fewer than the target.
/// Ties go to the lower row number. As imbalanced-learn, which also takes the smallest class for all others.
/// Zhang and Mani, "kNN approach to unbalanced data distributions: a case study involving information extraction", ICML
/// 2003 workshop on learning from imbalanced data sets.
public struct NearMiss: UnderSampler {
    public static let name = "near-miss"

    /// 1, 2 or 3.
    public var version = 1
    /// k, at least 1.
    public var neighbors = 3
    /// m of version 3, at least 1.
    public var preselected = 3

    public init() {}

    public func validate() throws {
        try SettingError.require((1...3).contains(version), "version", "\(version) is out of range; 1 to 3")
        try SettingRange.neighbors(neighbors)
        try SettingRange.neighbors(preselected, "preselected")
    }

    public func drop(_ context: SynthesisContext, keeping targets: [Int64], in marks: StoredArray<UInt8>) throws {
        let population = context.population
        let smallest = population.rows(ofClass: context.smallestClass)
        for (c, target) in targets.enumerated() where target < population.count(of: c) {
            let distances = try meanDistances(context, ofClass: c, to: smallest)
            var order = Array(distances.indices)
            if version == 3 { order = try preselection(context, ofClass: c, by: smallest) }
            let sign = version == 3 ? -1.0 : 1.0
            order.sort { (sign * distances[$0], $0) < (sign * distances[$1], $1) }
            if order.count < target {
                context.notices.add(
                    "near-miss keeps \(order.count) rows of class '\(population.classNames[c])': \(target) were asked for, "
                        + "but no more are near class '\(population.classNames[context.smallestClass])'")
            }
            context.keep(target, of: order, ofClass: c, in: marks)
        }
    }

    /// Of each row of class `c`, to its k nearest or farthest rows of the smallest class.
    private func meanDistances(
        _ context: SynthesisContext, ofClass c: Int, to smallest: StoredArray<Int64>
    ) throws -> [Double] {
        let rows = context.population.rows(ofClass: c)
        let space = try context.space(ofClass: c)
        let k = min(neighbors, smallest.count)
        guard version != 2 else { return try farthest(k, rows, smallest, space, threads: context.threads) }
        let found = try context.search(
            k: k, of: rows, among: smallest, in: space, storage: MemoryStorage(), tableName: "near-miss")
        // Less than k in the smallest class itself, which is no larger than k where the row is left out.
        let stride = found.table.k
        return (0..<rows.count).map { Self.mean(found.squaredDistances[$0 * stride..<($0 + 1) * stride]) }
    }

    /// - Complexity: O(rows · references · width).
    private func farthest(
        _ k: Int, _ rows: StoredArray<Int64>, _ references: StoredArray<Int64>, _ space: NeighborSpace, threads: Int
    ) throws -> [Double] {
        let distance = RowDistance(in: space, kernels: .automatic)
        let means = StoredArray<Double>(repeating: 0, count: rows.count)
        try Parallel.forEach(rows.count, threads: threads) { index in
            var squares = references.elements.map { distance.squared(rows[index], $0) }
            squares.sort()
            means[index] = squares.suffix(k).withUnsafeBufferPointer(Self.mean)
        }
        return Array(means.elements)
    }

    private static func mean(_ squares: UnsafeBufferPointer<Double>) -> Double {
        squares.reduce(0) { $0 + $1.squareRoot() } / Double(squares.count)
    }

    /// The rows of class `c` that are among the m nearest of any row of the smallest class, as indices, ascending.
    private func preselection(
        _ context: SynthesisContext, ofClass c: Int, by smallest: StoredArray<Int64>
    ) throws -> [Int] {
        let population = context.population
        let table = try context.nearest(
            k: preselected, of: smallest, among: population.rows(ofClass: c), inSpaceOfClass: c)
        let chosen = Set(table.rows.elements)
        let rows = population.rows(ofClass: c)
        return (0..<rows.count).filter { chosen.contains(rows[$0]) }
    }
}
