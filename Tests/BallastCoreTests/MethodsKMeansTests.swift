import BallastCore
import Testing

@Suite("kmeans-smote")
struct MethodsKMeansTests {
    /// Three groups far apart: 4 rows of b and 1 of a; 6 of b and 1 of a, twice as wide; 2 of b among 6 of a.
    private let rows: [[Float]] =
        [[0, 0], [0, 1], [1, 0], [1, 1], [0.5, 0.5]]
        + [[100, 0], [102, 0], [100, 2], [102, 2], [101, 0], [101, 2], [101, 1]]
        + [[0, 100], [1, 100], [0, 101], [0, 102], [1, 102], [2, 101], [2, 102], [2, 100]]
    private let labels: [Int32] = [1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0]

    private func prepare(_ change: (inout KMeansSMOTE) -> Void = { _ in }, quota: Int64 = 400) throws -> PreparedMethod
    {
        try PreparedMethod(
            KMeansSMOTE.with {
                $0.clusters = 3
                change(&$0)
            }, rows: rows, labels: labels, quotas: [0, quota])
    }

    @Test("rows are made inside the clusters where the class is strong, by d̄² / m, every row there equally often")
    func clusters() throws {
        let method = try prepare()
        let groups: [Set<Int64>] = [[0, 1, 2, 3], [5, 6, 7, 8, 9, 10]]
        let blends = method.blends
        #expect(blends.allSatisfy { blend in groups.contains { $0.isSuperset(of: [blend.base, blend.partner]) } })
        #expect(blends.allSatisfy { $0.base != $0.partner && $0.weight > 0 && $0.weight < 1 })
        let sparsities = groups.map { group in
            let mean = meanDistance(group.sorted().map { rows[Int($0)] })
            return mean * mean / Double(group.count)
        }
        let expected = 400 * sparsities[0] / (sparsities[0] + sparsities[1])
        let uses = method.uses(\.base)
        let first = groups[0].reduce(0) { $0 + (uses[$1] ?? 0) }
        #expect(abs(Double(first) - expected) <= 0.5, "\(first) instead of \(expected)")
        for group in groups {
            let counts = group.map { uses[$0] ?? 0 }
            #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
        }
        method.expectInverses()
    }

    private func meanDistance(_ rows: [[Float]]) -> Double {
        var (sum, pairs) = (0.0, 0.0)
        for (index, a) in rows.enumerated() {
            for b in rows[..<index] {
                let (x, y) = (Double(a[0] - b[0]), Double(a[1] - b[1]))
                sum += (x * x + y * y).squareRoot()
                pairs += 1
            }
        }
        return sum / pairs
    }

    @Test("neighbours are looked for inside the cluster, and too few of them are told")
    func neighbors() throws {
        let method = try prepare { $0.neighbors = 5 }
        #expect(Array(try #require(method.sampler.voters(ofBase: 0))) == [1, 2, 3])
        #expect(Set(try #require(method.sampler.voters(ofBase: 5))) == [6, 7, 8, 9, 10])
        #expect(method.sampler.voters(ofBase: 12) == nil)
        #expect(
            method.notices == ["class 'b': 1 of 2 clusters has too few of its rows: fewer neighbours used instead of 5"]
        )
    }

    @Test("where no cluster is under the threshold it is doubled until one is")
    func threshold() throws {
        let rows: [[Float]] = (0..<30).map { [Float($0 % 3) * 50 + Float($0 / 3)] }
        let labels: [Int32] = (0..<30).map { [0, 4, 1, 9].contains($0) ? 1 : 0 }
        let method = try PreparedMethod(
            KMeansSMOTE.with { ($0.clusters, $0.neighbors) = (3, 1) }, rows: rows, labels: labels, quotas: [0, 20])
        // Rows 0 and 9 and rows 1 and 4 share a cluster of 10: 9 / 3 = 3 is under 4.
        #expect(Set(method.blends.map { Set([$0.base, $0.partner]) }) == [[0, 9], [1, 4]])
        #expect(
            method.notices
                == ["class 'b' is too rare in every cluster: imbalance_threshold 1.0 is raised to 4.0"])
    }

    @Test("where no cluster has two rows of the class it is made by plain smote")
    func plain() throws {
        let rows: [[Float]] = [[0], [1], [2], [3], [4], [1000], [2000]]
        let method = try PreparedMethod(
            KMeansSMOTE.with { ($0.clusters, $0.neighbors) = (3, 1) }, rows: rows, labels: [0, 0, 0, 0, 0, 1, 1],
            quotas: [0, 9])
        #expect(method.blends.allSatisfy { Set([$0.base, $0.partner]) == [5, 6] })
        #expect(method.notices == ["no cluster holds two rows of class 'b': it is made by plain smote"])
        method.expectInverses()
    }

    @Test("weights are d̄^e / m without overflow, nothing for equal rows, m where all are equal")
    func weights() {
        let known = ClusterWeights.weights(sizes: [4, 6], meanDistances: [1, 2], exponent: 3)
        #expect(abs(known[0] - 0.1579) < 5e-5 && abs(known[1] - 0.8421) < 5e-5)
        #expect(ClusterWeights.weights(sizes: [3, 3], meanDistances: [10, 10], exponent: 5000) == [0.5, 0.5])
        #expect(ClusterWeights.weights(sizes: [3, 5], meanDistances: [0, 0.1], exponent: 2) == [0, 1])
        #expect(ClusterWeights.weights(sizes: [3, 5], meanDistances: [0, 0], exponent: 2) == [0.375, 0.625])
    }

    @Test("there are no more clusters than distinct rows, and none is empty")
    func distinct() throws {
        let store = RowStore(rows: (0..<40).map { [Float($0 % 3)] })
        let sample = RowSample(store, rows: (0..<40).map { Int64($0) })
        let found = try KMeans(sample, weights: [1], count: 10, seed: 1, threads: 1)
        #expect(found.centers.sorted() == [0, 1, 2])
    }

    @Test("a class of one row is copied; settings out of range are refused by name")
    func edges() throws {
        let one = try PreparedMethod(KMeansSMOTE(), rows: [[1], [2], [3], [9]], labels: [0, 0, 0, 1], quotas: [0, 4])
        #expect(one.blends.allSatisfy { $0 == .copy(of: 3) })
        #expect(one.notices == ["class 'b' has 1 row: it is copied, nothing can be interpolated"])
        #expect(refusal(KMeansSMOTE.with { $0.clusters = 0 })?.setting == "clusters")
        #expect(refusal(KMeansSMOTE.with { $0.imbalanceThreshold = 0 })?.setting == "imbalance_threshold")
        #expect(refusal(KMeansSMOTE.with { $0.neighbors = 0 })?.setting == "neighbors")
    }
}
