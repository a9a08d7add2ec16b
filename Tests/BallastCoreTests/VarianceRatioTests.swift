import BallastCore
import Testing

@Suite("The variance ratio of rows to come")
struct VarianceRatioTests {
    private func ratios(_ method: PreparedMethod, threads: Int = 1) throws -> [Double?] {
        try VarianceRatio.ofClasses(
            method.sampler, method.population,
            weights: [Double](repeating: 1, count: method.population.features?.width ?? 0), threads: threads)
    }

    @Test("with every row of the class as neighbour it is 1 − n / (3 (n − 1))", arguments: [5, 40, 400])
    func completeGraph(n: Int) throws {
        let (rows, labels) = scatteredRows([2, n], width: 3)
        let method = try PreparedMethod(
            SMOTE.with { $0.neighbors = n - 1 }, rows: rows, labels: labels, quotas: [0, Int64(3 * n)])
        let found = try ratios(method)
        #expect(found[0] == nil)
        #expect(abs((found[1] ?? 0) - (1 - Double(n) / (3 * Double(n - 1)))) < 1e-12)
    }

    @Test(
        "it is that of many drawn rows, for every method with neighbours",
        arguments: ["smote", "soft-smote", "adasyn", "borderline-smote", "safe-level-smote", "knn-mixup"])
    func drawnRows(name: String) throws {
        let (rows, labels) = scatteredRows([120, 60])
        let type = try #require(SynthesisMethods.all.first { $0.name == name })
        let quotas: [Int64] = type.strata == .everything ? [90_000] : [0, 60_000]
        let method = try PreparedMethod(type.init(), rows: rows, labels: labels, quotas: quotas)
        let made = method.blends.filter { method.label($0.base) == 1 }
        let drawn = trace(method.rows(of: made)) / trace(Array(rows[120...]))
        let found = try #require(try ratios(method)[1])
        // The variance of a variance of 30,000 rows or more: four deviations are below 3 %.
        #expect(abs(drawn - found) < 0.03 * found, "\(drawn) drawn, \(found) expected")
        #expect(found != 1)
    }

    private func trace(_ rows: [[Float]]) -> Double {
        rows[0].indices.reduce(0) { sum, j in
            let mean = rows.reduce(0.0) { $0 + Double($1[j]) } / Double(rows.count)
            return sum + rows.reduce(0.0) { $0 + (Double($1[j]) - mean) * (Double($1[j]) - mean) } / Double(rows.count)
        }
    }

    @Test("the bits do not depend on the number of threads, nor on whether pages are given back")
    func threads() throws {
        let (rows, labels) = scatteredRows([10, 2500])
        let method = try PreparedMethod(SMOTE(), rows: rows, labels: labels, quotas: [0, 4000])
        let one = try ratios(method)
        #expect(try ratios(method, threads: 3) == one && one[1] != nil)
        var dropping = method.population
        dropping.features = dropping.features?.droppingPages()
        let again = try VarianceRatio.ofClasses(method.sampler, dropping, weights: [1, 1], threads: 2)
        #expect(again == one)
    }

    @Test("a column counts by its weight, and weights do not change what is far from zero")
    func weights() throws {
        let (rows, labels) = scatteredRows([3, 30])
        let shifted = rows.map { [$0[0] * 0.001, $0[1] + 1000] }
        let method = try PreparedMethod(SMOTE(), rows: shifted, labels: labels, quotas: [0, 60])
        let both = try VarianceRatio.ofClasses(method.sampler, method.population, weights: [1000, 1], threads: 1)[1]
        let first = try VarianceRatio.ofClasses(method.sampler, method.population, weights: [1000, 0], threads: 1)[1]
        let second = try VarianceRatio.ofClasses(method.sampler, method.population, weights: [0, 1], threads: 1)[1]
        let (low, high) = (min(first ?? 0, second ?? 0), max(first ?? 0, second ?? 0))
        #expect(low < both ?? 0 && both ?? 1 < high && high < 1 && low > 0.5)
    }

    @Test("there is none for equal rows, for classes without candidates and for methods without neighbour lists")
    func unknown() throws {
        let equal = try PreparedMethod(
            SMOTE(), rows: [[1], [2], [7], [7], [7]], labels: [0, 0, 1, 1, 1], quotas: [0, 6])
        #expect(try ratios(equal) == [nil, nil])
        let (rows, labels) = scatteredRows([9, 7])
        for name in ["mixup", "rose", "duplicate", "prowsyn"] {
            let type = try #require(SynthesisMethods.all.first { $0.name == name })
            let quotas: [Int64] = type.strata == .everything ? [20] : [0, 20]
            let method = try PreparedMethod(type.init(), rows: rows, labels: labels, quotas: quotas)
            #expect(try ratios(method) == [nil, nil], "\(name)")
        }
        let nominal = try NominalSample([[0], [1], [0], [1]], labels: [0, 0, 1, 1])
        let sampler = try nominal.prepare(SMOTE(), quotas: [0, 4])
        #expect(try VarianceRatio.ofClasses(sampler, nominal.population, weights: [], threads: 1) == [nil, nil])
    }
}
