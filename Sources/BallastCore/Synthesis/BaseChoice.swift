/// Which training row a candidate starts from. Positions are those of ``Population/classRows``.
public protocol BaseChoice: Sendable {
    func base(_ candidate: Candidate) -> Int
    /// ``base(_:)`` of each candidate.
    func bases(_ candidates: [Candidate]) -> [Int]
    /// Calls `body` once for every candidate whose base stands at `position`.
    func forEachCandidate(withBase position: Int, _ body: (Candidate) -> Void)
}

extension BaseChoice {
    public func bases(_ candidates: [Candidate]) -> [Int] { candidates.map { base($0) } }
}

/// Every row of a class is a base equally often, give or take one: `P_c(s mod n_c)`, P_c a keyed permutation of the rows.
public struct EvenBases: BaseChoice {
    private let population: Population
    private let quotas: [Int64]
    private let permutations: [KeyedPermutation?]

    /// One stratum per class.
    public init(_ context: SynthesisContext) {
        population = context.population
        quotas = context.quotas
        let stream = RandomStream(seed: context.seed, purpose: .basePermutation)
        permutations = (0..<context.population.classCount).map { c in
            let count = context.population.count(of: c)
            return count > 0 ? KeyedPermutation(count: count, key: stream.key(0, stream: Int32(c))) : nil
        }
    }

    public func base(_ candidate: Candidate) -> Int {
        let c = Int(candidate.stratum)
        let permutation = permutations[c]!  // a stratum with candidates has rows: see BalanceTarget
        return population.classStarts[c] + Int(permutation(candidate.number % permutation.count))
    }

    public func forEachCandidate(withBase position: Int, _ body: (Candidate) -> Void) {
        let c = population.classOf(position: position)
        guard let permutation = permutations[c] else { return }
        var number = permutation.inverse(Int64(position - population.classStarts[c]))
        while number < quotas[c] {
            body(Candidate(stratum: Int32(c), number: number))
            number += permutation.count
        }
    }
}
