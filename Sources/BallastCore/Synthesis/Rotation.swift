/// Pairs within a group of rows: round r = s div n pairs `P_r(t)` with `P_r((t + h_r) mod n)`, t = s mod n.
///
/// In every whole round each row is once a base and once a partner; h_r is drawn from 1 … n − 1, so a row is never its own
/// partner. Rows are indices 0 ..< n.
struct Rotation: Sendable {
    /// Rows of the group.
    let count: Int64
    private let quota: Int64
    private let permutations: [KeyedPermutation]
    private let keys: RandomStream
    private let shiftStream: Int32

    /// Permutations that are kept; rounds beyond use them again with a shift of their own.
    private static let mostPermutations: Int64 = 4096

    /// - Parameters:
    ///   - count: at least 1.
    ///   - quota: numbers that are asked about.
    ///   - group: groups of different numbers draw apart.
    init(_ context: SynthesisContext, count: Int64, quota: Int64, group: Int32 = 0) {
        self.count = count
        self.quota = quota
        let keys = RandomStream(seed: context.seed, purpose: .mixRound)
        self.keys = keys
        shiftStream = 2 * group + 1
        let rounds = (quota + count - 1) / count
        permutations = (0..<min(rounds, Self.mostPermutations)).map { r in
            KeyedPermutation(count: count, key: keys.key(r, stream: 2 * group))
        }
    }

    private func permutation(_ round: Int64) -> KeyedPermutation {
        permutations[Int(round % Int64(permutations.count))]
    }

    private func shift(_ round: Int64) -> Int64 {
        let drawn = keys.words(round, stream: shiftStream)
        return 1 + RandomStream.below(count - 1, drawn.0, drawn.1)
    }

    /// The pair of a number; nil for the partner where the group has one row.
    func pair(_ number: Int64) -> (base: Int64, partner: Int64?) {
        let (r, t) = number.quotientAndRemainder(dividingBy: count)
        let permutation = permutation(r)
        guard count > 1 else { return (permutation(t), nil) }
        return (permutation(t), permutation((t + shift(r)) % count))
    }

    /// Calls `body` with every number whose base is `index`.
    func forEachNumber(withBase index: Int64, _ body: (Int64) -> Void) {
        for r in 0..<(quota + count - 1) / count { emit(r, permutation(r).inverse(index), body) }
    }

    /// Calls `body` with every number whose partner is `index`.
    func forEachNumber(withPartner index: Int64, _ body: (Int64) -> Void) {
        guard count > 1 else { return }
        for r in 0..<(quota + count - 1) / count {
            emit(r, (permutation(r).inverse(index) - shift(r) + count) % count, body)
        }
    }

    /// The last round may be cut short.
    private func emit(_ round: Int64, _ place: Int64, _ body: (Int64) -> Void) {
        let number = round * count + place
        if number < quota { body(number) }
    }
}
