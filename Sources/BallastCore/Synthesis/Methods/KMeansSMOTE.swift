/// SMOTE inside the clusters where a class is strong, most in those where it is sparse.
///
/// All training rows are put into k-means clusters by their numeric columns. For a class, those clusters are kept with
/// `(others + 1) / (own + 1) < imbalance threshold` and at least two of its rows. A kept cluster of m rows at the mean
/// distance d̄ gets new rows in proportion to `d̄^d / m` for d columns, its rows being bases equally often; partners are
/// their k nearest of the class in the cluster. Totals are exact (imbalanced-learn rounds every cluster up). Where no
/// cluster is under the threshold, it is doubled until one is; where none has two rows of the class, as without numeric
/// columns, the class is made by plain SMOTE; both with a notice (imbalanced-learn fails). imbalanced-learn also takes its
/// exponent from m, keeps clusters by the class's share, and divides 0 by 0 where all rows of a cluster are equal.
/// Last, Douzas and Bação, "Oversampling for Imbalanced Learning Based on K-Means and SMOTE", arXiv 1711.00837, 2017.
public struct KMeansSMOTE: SynthesisMethod {
    public static let name = "kmeans-smote"
    public static let search = SearchKind.clusters
    public static let summary = MethodSummary(
        base:
            "rows of the clusters where the class is strong, equally often in each; a cluster in proportion to "
            + "d̄^d / m",
        partner: "one of the k nearest rows of the class in the cluster",
        step: "U(0, 1)",
        label: "the base's class",
        paper: "Last, Douzas and Bação, arXiv 1711.00837, 2017",
        differences:
            "imbalanced-learn rounds the share of every cluster up, takes its exponent from m, divides 0 by 0 "
            + "in a cluster of equal rows and fails where no cluster is kept: here totals are exact, such a "
            + "cluster weighs nothing, the threshold is doubled")

    /// k, at least 1.
    public var neighbors = 5
    /// At least 1; fewer where there are not so many distinct rows.
    public var clusters = 8
    /// Rows of other classes for each row of the class that a kept cluster stays under, greater than 0.
    public var imbalanceThreshold = 1.0

    public init() {}

    public var listedNeighbors: Int { 2 * neighbors }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingError.require((1...10_000).contains(clusters), "clusters", "\(clusters) is out of range; 1 to 10000")
        try SettingError.require(
            imbalanceThreshold > 0 && imbalanceThreshold <= 1e6, "imbalance_threshold",
            "\(imbalanceThreshold) is out of range; greater than 0 and at most 1000000")
    }

    public func preparationBytes(width: Int, classCount: Int) -> Int { RowSample.mostBytes }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        let population = context.population
        if context.distanceRows == nil {
            context.notices.add("there are no numeric columns to find clusters by: rows are made by plain smote")
        }
        let found = try TrainingClusters(context, count: clusters)
        let kept = try population.counts.indices.map { c in
            context.quotas[c] > 0
                ? try KeptClusters(context, ofClass: c, of: found, threshold: imbalanceThreshold, k: neighbors) : nil
        }
        return NeighborSampler(
            context, bases: try QuotaBases(context) { kept[$0]?.shares ?? [] },
            partners: try NeighborPartners(context, tables: kept.map { $0?.neighbors }), step: .uniform)
    }
}

/// The clusters in which a class is made, what each of its rows makes, and who is near to it there.
private struct KeptClusters {
    /// Candidates of each row of the class.
    private(set) var shares: [Int64]
    /// Inside the clusters; nil where the class has one row.
    private(set) var neighbors: NeighborTable?

    init(_ context: SynthesisContext, ofClass c: Int, of clusters: TrainingClusters, threshold: Double, k: Int) throws {
        let rows = context.population.rows(ofClass: c)
        let kept = Self.choose(context, c, clusters, threshold)
        shares = [Int64](repeating: 0, count: rows.count)
        guard rows.count > 1 else {
            shares[0] = context.quotas[c]
            return
        }
        let groups = kept.map { indices in StoredArray(indices.map { rows[$0] }) }
        let weights = try Self.weights(context, c, groups)
        let totals = Apportionment.shares(of: context.quotas[c], weights: weights)
        let stream = RandomStream(seed: context.seed, purpose: .basePermutation)
        let width = min(k, rows.count - 1)
        let table = try StoredArray<Int64>(
            named: "cluster-neighbors-\(c)", count: rows.count * width, in: context.storage)
        table.elements.update(repeating: -1)
        for (group, indices) in kept.enumerated() {
            share(totals[group], among: indices, key: stream.key(Int64(group), stream: Int32(c)))
            let near = try context.neighbors(within: groups[group], inSpaceOfClass: c, k: k)
            for (place, index) in indices.enumerated() {
                for (order, row) in near[place].enumerated() { table[index * width + order] = row }
            }
        }
        neighbors = NeighborTable(rows: table, k: width)
        let small = kept.count { $0.count <= k }
        if small > 0 {
            context.notices.add(
                "class '\(context.population.classNames[c])': \(small) of \(kept.count) clusters "
                    + "\(small == 1 ? "has" : "have") too few of its rows: fewer neighbours used instead of \(k)")
        }
    }

    /// Every row of a cluster makes equally many, give or take one.
    private mutating func share(_ total: Int64, among indices: [Int], key: UInt64) {
        let order = KeyedPermutation(count: Int64(indices.count), key: key)
        let (each, more) = total.quotientAndRemainder(dividingBy: Int64(indices.count))
        for place in 0..<Int64(indices.count) { shares[indices[Int(order(place))]] = each + (place < more ? 1 : 0) }
    }

    /// The members of the kept clusters; of all rows of the class where nothing can be kept.
    private static func choose(
        _ context: SynthesisContext, _ c: Int, _ clusters: TrainingClusters, _ threshold: Double
    ) -> [[Int]] {
        let name = context.population.classNames[c]
        let members = clusters.members(ofClass: c, context.population)
        let ratios = zip(members, clusters.sizes).map { own, size in
            Double(size - own.count + 1) / Double(own.count + 1)
        }
        let usable = members.indices.filter { members[$0].count > 1 }
        guard let least = usable.map({ ratios[$0] }).min() else {
            if context.population.count(of: c) > 1 {
                context.notices.add("no cluster holds two rows of class '\(name)': it is made by plain smote")
            }
            return [Array(0..<Int(context.population.count(of: c)))]
        }
        var limit = threshold
        while least >= limit { limit *= 2 }
        if limit > threshold && clusters.count > 1 {
            context.notices.add(
                "class '\(name)' is too rare in every cluster: imbalance_threshold \(threshold) is raised to \(limit)")
        }
        return usable.filter { ratios[$0] < limit }.map { members[$0] }
    }

    private static func weights(_ context: SynthesisContext, _ c: Int, _ groups: [StoredArray<Int64>]) throws
        -> [Double]
    {
        guard groups.count > 1 else { return [1] }
        let space = try context.space(ofClass: c)
        let stream = RandomStream(seed: context.seed, purpose: .clustering)
        let distances = try groups.indices.map { group in
            try ClusterWeights.meanDistance(
                of: groups[group], in: space, key: stream.key(Int64(group), stream: Int32(c) + 1),
                threads: context.threads)
        }
        let columns = space.weights.count + (space.categorical?.width ?? 0)
        return ClusterWeights.weights(
            sizes: groups.map(\.count), meanDistances: distances, exponent: Double(columns))
    }
}
