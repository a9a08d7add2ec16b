import BallastCore

/// The rows that a run of consecutive output rows needs, and which of them each needs.
package struct BucketRows: Sendable {
    /// The rows that stay in memory, then those of the bucket.
    let store: RowStore
    private let kept: KeptRows
    /// Of each row of the bucket.
    private let heads: [ShareHead]
    private let positions: Range<Int>
    /// By position: index of the base's head, index of the partner's; −1 where there is none, or where it stays in memory.
    private var parents: [(base: Int32, partner: Int32)]

    init(positions: Range<Int>, store: RowStore, kept: KeptRows, heads: [ShareHead]) {
        self.positions = positions
        self.store = store
        self.kept = kept
        self.heads = heads
        parents = Array(repeating: (-1, -1), count: positions.count)
        for (index, head) in heads.enumerated() {
            let place = head.position - positions.lowerBound
            if head.isPartner { parents[place].partner = Int32(index) } else { parents[place].base = Int32(index) }
        }
    }

    private func parents(_ position: Int) -> (base: Int32, partner: Int32) { parents[position - positions.lowerBound] }

    /// The rows that the output row at `position` needs; nil where its base stays in memory.
    func knownParents(at position: Int) -> KnownParents? {
        let (base, partner) = parents(position)
        if base < 0 { return nil }
        return KnownParents(base: heads[Int(base)].row, partner: partner < 0 ? nil : heads[Int(partner)].row)
    }

    /// The classes of the parents of the blends that stand at `positions`.
    func classes(of blends: UnsafeBufferPointer<Blend>, at positions: Range<Int>) -> ParentClasses {
        func label(_ row: Int64, _ head: Int32) -> Int32 { head < 0 ? kept.label(of: row) : heads[Int(head)].label }
        let base = zip(positions, blends).map { label($1.base, parents($0).base) }
        return ParentClasses(
            base: base,
            partner: blends.indices.map { index in
                let blend = blends[index]
                return blend.hasPartner
                    ? label(blend.partner, parents(positions.lowerBound + index).partner) : base[index]
            })
    }

    /// The blend of the output row at `position`, in terms of ``store``.
    func local(_ blend: Blend, at position: Int) -> Blend {
        func index(_ row: Int64, _ head: Int32) -> Int64 {
            Int64(head < 0 ? kept.index(of: row) : kept.count + Int(head))
        }
        let place = parents(position)
        let base = index(blend.base, place.base)
        if blend.partner < 0, let candidate = blend.candidate {
            return Blend(base: base, weight: blend.weight, drawnBy: candidate)
        }
        var local = Blend(
            base: base, partner: blend.hasPartner ? index(blend.partner, place.partner) : base, weight: blend.weight,
            patch: blend.patch)
        local.candidate = blend.candidate
        return local
    }
}

extension Blend {
    /// Whether a row other than the base takes part.
    fileprivate var hasPartner: Bool { partner >= 0 && partner != base }
}
