/// Which law the step of a pair follows, or the box that one pastes over the other.
struct PairLaw: Sendable {
    private let law: @Sendable (_ base: Int64, _ partner: Int64) -> StepLaw
    private let draws: RandomStream
    private let patches: PatchLaw?

    /// - Parameter law: of a base and a partner, both row numbers of training rows.
    init(_ context: SynthesisContext, _ law: @escaping @Sendable (_ base: Int64, _ partner: Int64) -> StepLaw) {
        self.law = law
        draws = RandomStream(seed: context.seed, purpose: .step)
        patches = nil
    }

    /// Boxes instead of steps.
    init(_ context: SynthesisContext, _ patches: PatchLaw) {
        law = { _, _ in .fixed(0) }
        draws = RandomStream(seed: context.seed, purpose: .step)
        self.patches = patches
    }

    /// One law for every pair.
    init(_ context: SynthesisContext, _ law: StepLaw) { self.init(context) { _, _ in law } }

    /// Whether some candidates are copies because of their own draw.
    var drawsCopies: Bool { patches != nil }

    /// Of the steps of a pair; nil where they have no closed form.
    func moments(_ base: Int64, _ partner: Int64) -> StepMoments? {
        patches == nil ? law(base, partner).moments : nil
    }

    /// The blend of parents of which the inverses say that they are a candidate's.
    func blend(_ parents: KnownParents, _ candidate: Candidate, word: UInt32) -> Blend {
        guard let partner = parents.partner else { return .copy(of: parents.base) }
        return blend(parents.base, partner, candidate, word: word)
    }

    /// The blend of a pair; a step of 0 is a copy of the base.
    func blend(_ base: Int64, _ partner: Int64, _ candidate: Candidate, word: UInt32) -> Blend {
        if let patches { return patches.blend(base, partner, candidate) }
        let weight = law(base, partner).step(candidate, word: word, stream: draws)
        return weight == 0 ? .copy(of: base) : Blend(base: base, partner: partner, weight: weight)
    }
}
