/// Only some rows of a class are bases, each equally often, give or take one: `R_c(P_c(s mod m_c))`, R_c the m_c chosen
/// rows and P_c a keyed permutation.
struct ChosenBases: BaseChoice {
    private let population: Population
    private let quotas: [Int64]
    /// Chosen positions of ``Population/classRows``, ascending, class after class.
    private let chosen: StoredArray<Int64>
    private let starts: [Int]
    private let permutations: [KeyedPermutation?]

    /// - Parameter isChosen: of a position. Every class with candidates must have a chosen row.
    init(_ context: SynthesisContext, _ isChosen: (_ position: Int) -> Bool) throws {
        let population = context.population
        self.population = population
        quotas = context.quotas
        let positions = { (c: Int) in population.classStarts[c]..<population.classStarts[c + 1] }
        let counts = (0..<population.classCount).map { positions($0).count(where: isChosen) }
        starts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        chosen = try StoredArray(named: "chosen-bases", count: counts.reduce(0, +), in: context.storage)
        var next = 0
        for position in 0..<population.training.count where isChosen(position) {
            chosen[next] = Int64(position)
            next += 1
        }
        let stream = RandomStream(seed: context.seed, purpose: .basePermutation)
        permutations = counts.enumerated().map { c, count in
            count > 0 ? KeyedPermutation(count: Int64(count), key: stream.key(0, stream: Int32(c))) : nil
        }
    }

    func base(_ candidate: Candidate) -> Int {
        let c = Int(candidate.stratum)
        let permutation = permutations[c]!  // promised by whoever chose
        return Int(chosen[starts[c] + Int(permutation(candidate.number % permutation.count))])
    }

    func forEachCandidate(withBase position: Int, _ body: (Candidate) -> Void) {
        let c = Int(population.labels[Int(population.classRows[position])])
        guard let permutation = permutations[c], let index = index(of: position, ofClass: c) else { return }
        var number = permutation.inverse(Int64(index - starts[c]))
        while number < quotas[c] {
            body(Candidate(stratum: Int32(c), number: number))
            number += permutation.count
        }
    }

    /// Where a position stands among the chosen; nil if it is not.
    private func index(of position: Int, ofClass c: Int) -> Int? {
        let index = chosen.elements[starts[c]..<starts[c + 1]].firstIndex(notBelow: Int64(position))
        return index < starts[c + 1] && chosen[index] == Int64(position) ? index : nil
    }
}
