/// Rows without replacement, each equally likely: those at `P_c(t)`, t below the target, P_c a keyed permutation.
///
/// The only way that leaves each class's distribution as it is, so logit offsets remain exact for it.
public struct RandomUnderSampling: UnderSampler {
    public static let name = "random"
    public static let comparesRows = false

    public init() {}

    public func drop(_ context: SynthesisContext, keeping targets: [Int64], in marks: StoredArray<UInt8>) throws {
        let population = context.population
        let stream = RandomStream(seed: context.seed, purpose: .underSampling)
        for (c, target) in targets.enumerated() where target < population.count(of: c) {
            let permutation = KeyedPermutation(count: population.count(of: c), key: stream.key(0, stream: Int32(c)))
            let rows = population.rows(ofClass: c)
            for row in rows.elements { marks[Int(row)] = 1 }
            for place in 0..<target { marks[Int(rows[Int(permutation(place))])] = 0 }
        }
    }
}
