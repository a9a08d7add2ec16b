/// Rows of larger classes from which rows of a class are made: seeds.
///
/// Class k0 gives seeds to class k in the share `1 − β^(n_k0 − n_k)` of their sum, by largest remainder, none where it is
/// not larger. Candidate s of class k holds the ticket `t = P_k(s)`; class k0 has the tickets `cum ≤ t < cum'` and hands
/// them to its rows in turn, `P_k,k0((t − cum) mod n_k0)`. So both directions are formulas.
struct SeedRows: Sendable {
    private let population: Population
    private let pools: [Pool?]

    private struct Pool: Sendable {
        let order: KeyedPermutation
        /// First ticket of each class, and one past the last.
        let firstTickets: [Int64]
        let permutations: [KeyedPermutation?]
        /// `1 − β^(n_k0 − n_k)` of each class.
        let chances: [Double]
    }

    init(_ context: SynthesisContext, beta: Double) {
        let population = context.population
        self.population = population
        let stream = RandomStream(seed: context.seed, purpose: .pool)
        pools = (0..<population.classCount).map { c in
            let chances = population.counts.map { Self.chance($0 - population.count(of: c), beta) }
            guard context.quotas[c] > 0, chances.contains(where: { $0 > 0 }) else { return nil }
            let shares = Apportionment.shares(of: context.quotas[c], weights: chances)
            let key = Int64(c) * Int64(population.classCount)
            return Pool(
                order: KeyedPermutation(count: context.quotas[c], key: stream.key(Int64(c), stream: 2)),
                firstTickets: shares.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) },
                permutations: shares.indices.map { seedClass in
                    shares[seedClass] > 0
                        ? KeyedPermutation(
                            count: population.count(of: seedClass), key: stream.key(key + Int64(seedClass), stream: 3))
                        : nil
                }, chances: chances)
        }
    }

    private static func chance(_ surplus: Int64, _ beta: Double) -> Double {
        if surplus <= 0 { return 0 }
        return beta > 0 ? 1 - ExactMath.exp(Double(surplus) * ExactMath.ln(beta)) : 1
    }

    /// Where a row is made from another, as a position of ``Population/classRows``.
    struct Seed: Sendable {
        let position: Int
        let seedClass: Int
        /// How likely a row made from it is kept.
        let chance: Double
    }

    /// Nil where no class is larger.
    func seed(_ candidate: Candidate) -> Seed? {
        guard let pool = pools[Int(candidate.stratum)] else { return nil }
        let ticket = pool.order(candidate.number)
        let seedClass = pool.firstTickets.start(notAbove: ticket)
        guard let permutation = pool.permutations[seedClass] else { return nil }
        let index = permutation((ticket - pool.firstTickets[seedClass]) % permutation.count)
        return Seed(
            position: population.classStarts[seedClass] + Int(index), seedClass: seedClass,
            chance: pool.chances[seedClass])
    }

    /// Calls `body` once for every candidate whose seed stands at `position`.
    func forEachCandidate(withSeed position: Int, _ body: (Candidate) -> Void) {
        let seedClass = Int(population.labels[Int(population.classRows[position])])
        for (c, pool) in pools.enumerated() {
            guard let pool, let permutation = pool.permutations[seedClass] else { continue }
            let index = permutation.inverse(Int64(position - population.classStarts[seedClass]))
            let first = pool.firstTickets[seedClass] + index
            for ticket in stride(from: first, to: pool.firstTickets[seedClass + 1], by: Int(permutation.count)) {
                body(Candidate(stratum: Int32(c), number: pool.order.inverse(ticket)))
            }
        }
    }
}
