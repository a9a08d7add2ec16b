/// SMOTE from each row as often as its place in the class is sparse or crowded.
///
/// Row i is a base in proportion to `η · CD_i / max CD + (1 − η) · n_i / max n`: CD_i is its core distance, that to the
/// row of the class that makes `min_points` with itself, n_i the number of other rows of the class within `epsilon`, both in
/// the scaled space. Partners are its k nearest of the class; totals are exact. In a class of more than 4,096 rows n_i is
/// counted among 4,096 of them that are drawn. The paper's noise rule needs an order of all rows by reachability and never
/// fires in smote_variants, where the mean reachability is infinite; it is left out. smote_variants draws a step for each
/// column; here there is one for each row. Where all weights are 0 the bases are even, with a notice.
/// Cao and Wang, "Applying over-sampling technique based on data density and cost-sensitive SVM to imbalanced learning",
/// ICIII 2011.
public struct SMOBD: SynthesisMethod {
    public static let name = "smobd"
    public static let search = SearchKind.sameClass
    public static let summary = MethodSummary(
        base: "every row of the class, in proportion to η·CD/max CD + (1 − η)·n/max n",
        partner: "one of the k nearest rows of the class",
        step: "U(0, 1)",
        label: "the base's class",
        paper: "Cao and Wang, ICIII 2011",
        differences:
            "no noise rule: it needs an order of all rows by reachability, and never fires in smote_variants. "
            + "One step for the row, where smote_variants draws one for each column")

    /// k, at least 1.
    public var neighbors = 5
    /// η: how much the core distance weighs, 0 to 1; the rest is the number of rows within epsilon.
    public var sparsity = 0.5
    /// Rows that make a core, the row itself among them; at least 2.
    public var minPoints = 5
    /// ε, greater than 0.
    public var epsilon = 1.0

    private static let mostCounted = 4096

    public init() {}

    public var listedNeighbors: Int { neighbors }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingRange.unit(sparsity, "sparsity")
        try SettingError.require(
            (2...1000).contains(minPoints), "min_points", "\(minPoints) is out of range; 2 to 1000")
        try SettingError.require(
            epsilon > 0 && epsilon <= 1e6, "epsilon",
            "\(epsilon) is out of range; greater than 0 and at most 1000000")
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        return NeighborSampler(
            context,
            bases: try QuotaBases(context) { c in
                Apportionment.shares(of: context.quotas[c], weights: try weights(context, ofClass: c))
            },
            partners: try NeighborPartners(
                context, ofClasses: context.growingClasses, among: { _ in .sameClass }, k: neighbors), step: .uniform)
    }

    /// Of each row of the class.
    private func weights(_ context: SynthesisContext, ofClass c: Int) throws -> [Double] {
        let rows = context.population.rows(ofClass: c)
        guard rows.count > 1 else { return [1] }
        let cores = try context.neighbors(within: rows, inSpaceOfClass: c, k: minPoints - 1)
        let drawn = RowSample.draw(
            Self.mostCounted, outOf: rows.count,
            key: RandomStream(seed: context.seed, purpose: .sample).key(0, stream: Int32(c))
        ) { rows[$0] }
        let distances = try Densities(context, ofClass: c, cores: cores, among: drawn, epsilon: epsilon)
        let weights = zip(distances.cores.shares, distances.counts.shares).map { sparsity * $0 + (1 - sparsity) * $1 }
        if weights.allSatisfy({ $0 == 0 }) {
            context.notices.add(
                "no row of class '\(context.population.classNames[c])' has another within \(epsilon), "
                    + "or all are equal: bases are even")
        }
        return weights
    }
}

/// Core distances and neighbours within a distance, of each row of a class.
private struct Densities {
    let cores: [Double]
    let counts: [Double]

    init(
        _ context: SynthesisContext, ofClass c: Int, cores table: NeighborTable, among drawn: [Int64], epsilon: Double
    ) throws {
        let population = context.population
        let rows = population.rows(ofClass: c)
        var space = try context.space(ofClass: c)
        // Where memory does not hold all rows, looking them up in the store would bring in nearly every page.
        let isCompact = space.features?.dropsPages == true
        if isCompact { space = space.compact(rows) }
        let distance = RowDistance(in: space, kernels: .automatic)
        let number = { @Sendable (row: Int64) -> Int64 in
            guard isCompact, let position = population.position(ofTrainingRow: row) else { return row }
            return Int64(position - population.classStarts[c])
        }
        let counted = drawn.map(number)
        let cores = StoredArray<Double>(repeating: 0, count: rows.count)
        let counts = StoredArray<Double>(repeating: 0, count: rows.count)
        try Parallel.forEach(rows.count, threads: context.threads) { index in
            let own = number(rows[index])
            if let farthest = table[index].last {
                cores[index] = distance.squared(own, number(farthest)).squareRoot()
            }
            let near = counted.count { $0 != own && distance.squared(own, $0) <= epsilon * epsilon }
            counts[index] = Double(near)
        }
        self.cores = Array(cores.elements)
        self.counts = Array(counts.elements)
    }
}

extension [Double] {
    /// Each as a share of the largest; all 0 where that is 0.
    fileprivate var shares: [Double] {
        let largest = self.max() ?? 0
        return map { largest > 0 ? $0 / largest : 0 }
    }
}
