extension TrainingPlan {
    /// What an output row takes from an input row.
    public enum Share: UInt8, Sendable {
        case base = 0
        case partner = 1
    }

    /// Calls `body` for every position that needs `row`, as base or as partner; an original and a copy only as base.
    ///
    /// So whoever holds some input rows can hand out what they contribute. The context must have asked for inverses.
    /// - Complexity: O(positions found).
    public func forEachPosition(needing row: Int64, _ body: (_ position: Int64, _ share: Share) -> Void) {
        if let position = position(ofOriginal: row) { body(position, .base) }
        sampler.forEachCandidate(withBase: row) { body(position(of: $0), .base) }
        sampler.forEachCandidate(withPartner: row) { body(position(of: $0), .partner) }
    }
}
