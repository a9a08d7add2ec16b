/// The training part of the output, decided: which row or candidate stands at each position.
///
/// `position ──permute──▶ slot`; slots are the originals (class after class), then the candidates of each stratum that the
/// guards kept. Nothing here is as long as the output but what guards say of each candidate: a bit, and a byte where they
/// have rows drawn anew.
public struct TrainingPlan: Sendable {
    /// The rows that the output is made from.
    public let population: Population
    /// Answers for the candidates.
    public let sampler: any Sampler
    /// Rows of the training part.
    public let rowCount: Int64
    /// Whether the training rows themselves are in the output.
    private let originalCount: Int64
    /// First slot of each stratum's candidates, and one past the last.
    private let stratumStarts: [Int64]
    private let shuffle: KeyedPermutation
    /// Nil where every candidate is kept as it was first drawn.
    private let verdicts: CandidateVerdicts?

    /// - Parameters:
    ///   - quotas: candidates of each stratum.
    ///   - verdicts: those of the guards; nil: every candidate is kept.
    public init(
        population: Population, sampler: any Sampler, quotas: [Int64], originals: Bool, seed: UInt64,
        verdicts: CandidateVerdicts? = nil
    ) {
        self.population = population
        self.sampler = sampler
        self.verdicts = verdicts
        originalCount = originals ? Int64(population.training.count) : 0
        stratumStarts = (verdicts?.keptCounts ?? quotas).reduce(into: [originalCount]) {
            $0.append($0[$0.count - 1] + $1)
        }
        rowCount = stratumStarts[stratumStarts.count - 1]
        shuffle = KeyedPermutation(
            count: max(rowCount, 1), key: RandomStream(seed: seed, purpose: .shuffle).key(0))
    }

    /// What stands at `position`.
    /// - Complexity: O(log strata) expected, with guards O(log candidates); and the sampler's.
    public func row(at position: Int64) -> PlannedRow {
        let slot = shuffle(position)
        guard slot >= originalCount else {
            return PlannedRow(blend: .copy(of: population.classRows[Int(slot)]), isSynthetic: false)
        }
        return PlannedRow(blend: sampler.blend(candidate(atSlot: slot)), isSynthetic: true)
    }

    /// What stands at `positions`: ``row(at:)`` of each.
    ///
    /// Pass by pass, so that the look-ups of many rows wait for memory together and not one after another.
    public func rows(at positions: Range<Int64>) -> [PlannedRow] { rows(inSlots: shuffle.images(of: positions)) }

    private func rows(inSlots slots: [Int64]) -> [PlannedRow] {
        var candidates: [Candidate] = []
        candidates.reserveCapacity(slots.count)
        for slot in slots {
            if slot < originalCount {
                population.classRows.prefetch(Int(slot))
            } else {
                candidates.append(candidate(atSlot: slot))
            }
        }
        var drawn = sampler.blends(candidates).makeIterator()
        return slots.map { slot in
            guard slot >= originalCount, let blend = drawn.next() else {
                return PlannedRow(blend: .copy(of: population.classRows[Int(slot)]), isSynthetic: false)
            }
            return PlannedRow(blend: blend, isSynthetic: true)
        }
    }

    /// ``row(at:)`` of each of `positions`; where the rows that one needs are known, none is looked up for it.
    public func rows(at positions: Range<Int64>, known: (Int64) -> KnownParents?) -> [PlannedRow] {
        let slots = shuffle.images(of: positions)
        let parents = positions.map(known)
        var lookedUp = rows(inSlots: zip(slots, parents).filter { $1 == nil }.map(\.0)).makeIterator()
        return zip(slots, parents).compactMap { slot, parents in
            parents.map { row(inSlot: slot, of: $0) } ?? lookedUp.next()
        }
    }

    private func row(inSlot slot: Int64, of parents: KnownParents) -> PlannedRow {
        guard slot >= originalCount else { return PlannedRow(blend: .copy(of: parents.base), isSynthetic: false) }
        return PlannedRow(blend: sampler.blend(candidate(atSlot: slot), of: parents), isSynthetic: true)
    }

    /// Where the original stands that is at `place` of ``Population/classRows``; nil if originals are left out.
    public func position(ofOriginalAt place: Int) -> Int64? {
        originalCount > 0 ? shuffle.inverse(Int64(place)) : nil
    }

    /// Where a candidate stands; nil if a guard refused it.
    public func position(of candidate: Candidate) -> Int64? {
        // Without guards every candidate is kept, so the slot is the candidate.
        guard let rank = verdicts == nil ? candidate.number : verdicts?.rank(of: candidate) else { return nil }
        return shuffle.inverse(stratumStarts[Int(candidate.stratum)] + rank)
    }

    private func candidate(atSlot slot: Int64) -> Candidate {
        let stratum = stratumStarts.start(notAbove: slot)
        let kept = slot - stratumStarts[stratum]
        return verdicts?.candidate(kept, ofStratum: stratum) ?? Candidate(stratum: Int32(stratum), number: kept)
    }
}

/// One row of the output.
public struct PlannedRow: Equatable, Sendable {
    /// What the row is made of.
    public var blend: Blend
    /// Added, copies included.
    public var isSynthetic: Bool

    public init(blend: Blend, isSynthetic: Bool) {
        self.blend = blend
        self.isSynthetic = isSynthetic
    }
}
