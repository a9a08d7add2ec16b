/// Rows are bases as often as whole-number weights say: row i of a class has the candidates `cum_i ≤ s < cum_{i+1}`, the
/// quotas by largest remainder.
struct QuotaBases: BaseChoice {
    private let population: Population
    /// Per class with candidates: where each row's candidates start, and one past the last.
    private let cumulated: [StoredArray<Int64>?]

    /// - Parameter weight: of a position of ``Population/classRows``, at least 0. All 0 in a class: equal weights.
    /// - Complexity: O(n log n) per class of n rows; 8 bytes per row afterwards, about 60 meanwhile.
    init(_ context: SynthesisContext, weight: (_ position: Int) -> Int64) throws {
        let starts = context.population.classStarts
        try self.init(context) { c in
            Apportionment.shares(of: context.quotas[c], weights: (starts[c]..<starts[c + 1]).map(weight))
        }
    }

    /// - Parameter shares: candidates of each row of a class; they sum to the class's quota.
    init(_ context: SynthesisContext, shares: (_ c: Int) throws -> [Int64]) throws {
        let population = context.population
        self.population = population
        cumulated = try (0..<population.classCount).map { c in
            guard context.quotas[c] > 0 else { return nil }
            let shares = try shares(c)
            let sums = try StoredArray<Int64>(
                named: "base-quotas-\(c)", count: shares.count + 1, in: context.storage)
            for (index, share) in shares.enumerated() { sums[index + 1] = sums[index] + share }
            return sums
        }
    }

    func base(_ candidate: Candidate) -> Int {
        let c = Int(candidate.stratum)
        let sums = cumulated[c]!  // a candidate's class has candidates
        return population.classStarts[c] + sums.elements.start(notAbove: candidate.number)
    }

    func forEachCandidate(withBase position: Int, _ body: (Candidate) -> Void) {
        for number in numbers(ofBase: position) { body(Candidate(stratum: classOf(position), number: number)) }
    }

    /// The candidates of the row at `position`.
    func numbers(ofBase position: Int) -> Range<Int64> {
        let c = Int(classOf(position))
        guard let sums = cumulated[c] else { return 0..<0 }
        let index = position - population.classStarts[c]
        return sums[index]..<sums[index + 1]
    }

    private func classOf(_ position: Int) -> Int32 { population.labels[Int(population.classRows[position])] }
}
