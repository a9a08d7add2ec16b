/// A sequence of training rows, one per candidate of stratum 0, in which every class has an exact share.
///
/// Candidate s holds the ticket `t = P(s)`, P a keyed permutation of the candidates. Group g has the tickets
/// `cum_g ≤ t < cum_{g+1}` and hands them to its rows in turn: `P_g((t − cum_g) mod n_g)`. So every row of a group is
/// used equally often, give or take one, and both directions are formulas.
struct RowPool: Sendable {
    /// Which of a pair the pool is for: the two draw apart.
    enum Role: Int32, Sendable {
        case base = 0
        case partner = 1
    }

    private let order: KeyedPermutation
    private let quota: Int64
    /// First ticket of each group, and one past the last.
    private let firstTickets: [Int64]
    /// First position of each group, and one past the last.
    private let firstPositions: [Int]
    private let permutations: [KeyedPermutation?]

    /// Class shares proportional to `n_c^temper`: 1 takes rows as they are, ½ the square root, 0 every class equally.
    ///
    /// Kang et al., "Decoupling Representation and Classifier for Long-Tailed Recognition", ICLR 2020.
    /// - Parameter temper: in [0, 1].
    init(_ context: SynthesisContext, temper: Double, role: Role) {
        let population = context.population
        let quota = context.quotas[0]
        self.quota = quota
        let stream = RandomStream(seed: context.seed, purpose: .pool)
        order = KeyedPermutation(count: max(quota, 1), key: stream.key(0, stream: role.rawValue))
        if temper == 1 {
            // One group: then the rows of different classes, too, differ by at most one use.
            firstPositions = [0, population.training.count]
            firstTickets = [0, quota]
        } else {
            firstPositions = population.classStarts
            firstTickets = Self.shares(of: quota, temper: temper, counts: population.counts)
                .reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        }
        let starts = firstPositions
        permutations = (0..<starts.count - 1).map { g in
            let count = Int64(starts[g + 1] - starts[g])
            guard count > 0 else { return nil }
            return KeyedPermutation(count: count, key: stream.key(Int64(1 + g), stream: role.rawValue))
        }
    }

    /// How `total` draws divide among the classes.
    static func shares(of total: Int64, temper: Double, counts: [Int64]) -> [Int64] {
        if temper == 1 { return Apportionment.shares(of: total, weights: counts) }
        if temper == 0 { return Apportionment.shares(of: total, weights: counts.map { min($0, 1) }) }
        return Apportionment.shares(
            of: total, weights: counts.map { $0 > 0 ? ExactMath.pow(Double($0), temper) : 0 })
    }

    /// Where in a group a candidate's ticket falls.
    private struct Turn {
        let group: Int
        let index: Int64
    }

    private func turn(of number: Int64) -> Turn {
        let ticket = order(number)
        let group = firstTickets.start(notAbove: ticket)
        return Turn(group: group, index: (ticket - firstTickets[group]) % groupCount(group))
    }

    private func groupCount(_ group: Int) -> Int64 { Int64(firstPositions[group + 1] - firstPositions[group]) }

    private func position(_ group: Int, _ index: Int64) -> Int {
        firstPositions[group] + Int(permutations[group]!(index))  // a group with tickets has rows: see shares
    }

    /// The position, in ``Population/classRows``, of the row of candidate `number`.
    func position(of number: Int64) -> Int {
        let turn = turn(of: number)
        return position(turn.group, turn.index)
    }

    /// The same, but the group's next row where that is `other`; nil where the group has no other row.
    func position(of number: Int64, besides other: Int) -> Int? {
        let turn = turn(of: number)
        let first = position(turn.group, turn.index)
        if first != other { return first }
        let count = groupCount(turn.group)
        return count > 1 ? position(turn.group, (turn.index + 1) % count) : nil
    }

    /// Calls `body` with every number whose row stands at `position`.
    func forEachNumber(at position: Int, _ body: (Int64) -> Void) {
        let group = firstPositions.start(notAbove: position)
        guard let permutation = permutations[group] else { return }
        forEachNumber(group, permutation.inverse(Int64(position - firstPositions[group])), body)
    }

    /// Calls `body` with every number whose row stands just before `position` in its group's turn, if that is another row.
    func forEachNumber(before position: Int, _ body: (Int64) -> Void) {
        let group = firstPositions.start(notAbove: position)
        guard let permutation = permutations[group] else { return }
        let count = groupCount(group)
        guard count > 1 else { return }
        let index = permutation.inverse(Int64(position - firstPositions[group]))
        forEachNumber(group, (index + count - 1) % count, body)
    }

    private func forEachNumber(_ group: Int, _ index: Int64, _ body: (Int64) -> Void) {
        for ticket in stride(from: firstTickets[group] + index, to: firstTickets[group + 1], by: Int(groupCount(group)))
        {
            body(order.inverse(ticket))
        }
    }
}

extension RowPool: BaseChoice {
    func base(_ candidate: Candidate) -> Int { position(of: candidate.number) }

    func forEachCandidate(withBase position: Int, _ body: (Candidate) -> Void) {
        forEachNumber(at: position) { body(Candidate(stratum: 0, number: $0)) }
    }
}
