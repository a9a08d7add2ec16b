/// How the neighbours of a base decide the nominal values of a row.
public enum NominalVote: String, Codable, CaseIterable, Sendable {
    /// The value most of them have; a tie goes to the value held by the nearest of the tied neighbours. Rare values get
    /// rarer (Chawla et al. 2002, section 6.1).
    case mode
    /// For each column by itself, the value of one of them, each equally likely: values keep their frequencies, but what
    /// goes with what among a row's nominal values is lost.
    case frequency

    /// What values are drawn by; nil where nothing is drawn.
    func draws(_ context: SynthesisContext) -> RandomStream? {
        self == .frequency ? RandomStream(seed: context.seed, purpose: .nominal) : nil
    }
}

extension RandomStream {
    /// Which of `count` voters gives nominal column `column` of a row its value.
    ///
    /// Keyed by what the row's lineage says (base and step), so that it can be drawn again from the row alone; a row
    /// without a step to go by has its candidate.
    func voter(of count: Int, for blend: Blend, column: Int) -> Int {
        let pair = Candidate(stratum: Int32(bitPattern: blend.weight.bitPattern), number: blend.base)
        let key = blend.partner < 0 ? blend.candidate ?? pair : pair
        let words = words(key.number, stream: key.stratum, attempt: UInt32(column))
        return Int(Self.below(Int64(count), words.0, words.1))
    }
}
