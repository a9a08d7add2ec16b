/// The cluster of every training row, by the numbers that distances are taken from.
///
/// Centres are found from a ``RowSample``; then every row goes to its nearest centre.
struct TrainingClusters: Sendable {
    /// At least 1; 1 without numeric columns.
    let count: Int
    /// By row number; 0 for rows that are no training rows.
    private let clusters: StoredArray<Int32>
    /// Training rows of each cluster.
    let sizes: [Int]

    private static let blockRows = 4096

    /// - Complexity: that of ``KMeans``, and O(rows · width · count); 4 bytes per row of the input afterwards.
    init(_ context: SynthesisContext, count: Int) throws {
        let training = context.population.training
        clusters = try StoredArray(named: "clusters", count: context.population.rowCount, in: context.storage)
        guard let distances = context.distanceRows, training.count > 1 else {
            self.count = 1
            sizes = [training.count]
            return
        }
        let features = distances.rows
        let key = RandomStream(seed: context.seed, purpose: .sample).key(0)
        let rows = RowSample.draw(
            RowSample.mostRows(width: features.width), outOf: training.count, key: key
        ) { Int64(training[$0]) }
        let means = try KMeans(
            RowSample(features, rows: rows), weights: distances.weights, count: count, seed: context.seed,
            threads: context.threads)
        self.count = means.count
        sizes = try Self.assign(training, of: features, to: means, clusters, threads: context.threads)
    }

    private static func assign(
        _ training: RowList, of features: RowStore, to means: KMeans, _ clusters: StoredArray<Int32>, threads: Int
    ) throws -> [Int] {
        try Parallel.forEachChunk(of: training.count, size: blockRows, threads: threads) { block in
            let first = block.lowerBound
            features.forEachRow(
                block.count, at: { training[first + $0] },
                do: { index, values in
                    clusters[training[first + index]] = Int32(means.nearest(to: values).cluster)
                })
        }
        var sizes = [Int](repeating: 0, count: means.count)
        for index in 0..<training.count { sizes[Int(clusters[training[index]])] += 1 }
        return sizes
    }

    /// The indices of the class's rows in each cluster, ascending.
    func members(ofClass c: Int, _ population: Population) -> [[Int]] {
        let rows = population.rows(ofClass: c)
        return rows.elements.indices.reduce(into: [[Int]](repeating: [], count: count)) {
            $0[Int(clusters[Int(rows[$1])])].append($1)
        }
    }
}
