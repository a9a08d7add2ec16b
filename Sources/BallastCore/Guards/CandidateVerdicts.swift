/// What the guards say of every candidate: one bit whether it is kept, and which draw of it.
///
/// Slot t of a stratum is its t-th kept candidate, found through a count of kept candidates per 512.
public struct CandidateVerdicts: Sendable {
    /// Kept candidates of each stratum.
    public let keptCounts: [Int64]
    /// What the guards came to.
    public let tally: GuardTally
    private let bits: RankedBits
    /// First bit of each stratum, and one past the last.
    private let starts: [Int64]
    /// Of each candidate; nil where no guard has candidates drawn anew.
    private let attempts: StoredArray<UInt8>?

    init(_ bits: RankedBits, starts: [Int64], attempts: StoredArray<UInt8>?, tally: GuardTally) {
        self.bits = bits
        self.starts = starts
        self.attempts = attempts
        self.tally = tally
        keptCounts = zip(starts, starts.dropFirst()).map { bits.rank($1) - bits.rank($0) }
    }

    /// The `index`-th kept candidate of a stratum.
    /// - Complexity: O(log candidates).
    func candidate(_ index: Int64, ofStratum stratum: Int) -> Candidate {
        let place = bits.select(bits.rank(starts[stratum]) + index)
        var candidate = Candidate(stratum: Int32(stratum), number: place - starts[stratum])
        candidate.attempt = attempts.map { $0[Int(place)] } ?? 0
        return candidate
    }

    /// How many kept candidates of the stratum come before this one; nil if it is refused.
    /// - Complexity: O(1).
    func rank(of candidate: Candidate) -> Int64? {
        let start = starts[Int(candidate.stratum)]
        let place = start + candidate.number
        return bits[place] ? bits.rank(place) - bits.rank(start) : nil
    }
}

/// What the guards of a run came to.
public struct GuardTally: Equatable, Sendable {
    /// Candidates that were judged.
    public var judged: Int64
    /// Candidates that each guard refuses, in the order of the recipe; several may refuse the same one. Of a guard that
    /// has candidates drawn anew: those that it still refuses at their last draw and that are kept.
    public var refused: [Int64]
    /// Candidates that are left out.
    public var dropped: Int64
    /// Those of them by the class of their base.
    public var droppedOfClass: [Int64]
    /// Candidates that were drawn more than once.
    public var redrawn: Int64

    init(guards: Int, classes: Int) {
        judged = 0
        refused = [Int64](repeating: 0, count: guards)
        dropped = 0
        droppedOfClass = [Int64](repeating: 0, count: classes)
        redrawn = 0
    }
}
