extension TrainingPlan {
    /// What an output row takes from an input row.
    public enum Share: UInt8, Sendable {
        case base = 0
        case partner = 1
    }

    /// Calls `body` for every synthetic row that needs the input row `row`, as base or as partner; a copy only as base.
    ///
    /// So whoever holds some input rows can hand out what they contribute. The context must have asked for inverses, and
    /// no guard may have had candidates drawn anew: the inverses know the first draw only.
    /// - Complexity: O(positions found).
    public func forEachCandidate(
        needing row: Int64, _ body: (_ candidate: Candidate, _ position: Int64, _ share: Share) -> Void
    ) {
        sampler.forEachCandidate(withBase: row) { candidate in
            if let position = position(of: candidate) { body(candidate, position, .base) }
        }
        sampler.forEachCandidate(withPartner: row) { candidate in
            if let position = position(of: candidate) { body(candidate, position, .partner) }
        }
    }
}
