/// Rows by how hard they are to tell from other classes: those inside a window of hardness first.
///
/// The hardness of a row is the share of other classes among its k nearest training rows (k-disagreeing neighbours, kDN), a
/// number from 0 to 1. Rows are kept by how far their hardness lies outside a window around the one that is wanted, equals
/// in an order drawn by key. The default keeps the easiest rows, as the instance hardness threshold does; imbalanced-learn
/// measures hardness by out-of-fold probabilities of a random forest, for which kDN stands in here.
/// Smith, Martinez and Giraud-Carrier, "An instance level analysis of data complexity", Machine Learning 95, 2014:
/// kDN is their measure nearest to instance hardness.
public struct InstanceHardness: UnderSampler {
    public static let name = "instance-hardness"

    /// k, at least 1.
    public var neighbors = 5
    /// The hardness that is wanted, 0 to 1.
    public var hardness = 0.0
    /// How far from it rows still count as wanted, 0 to 1.
    public var width = 0.0

    public init() {}

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingRange.unit(hardness, "hardness")
        try SettingRange.unit(width, "width")
    }

    public func drop(_ context: SynthesisContext, keeping targets: [Int64], in marks: StoredArray<UInt8>) throws {
        let population = context.population
        let dropping = targets.indices.filter { targets[$0] < population.count(of: $0) }
        let foreign = try ForeignNeighbors(context, ofClasses: dropping, m: neighbors)
        let stream = RandomStream(seed: context.seed, purpose: .underSampling)
        for c in dropping {
            let count = Int(population.count(of: c))
            let permutation = KeyedPermutation(count: Int64(count), key: stream.key(0, stream: Int32(c)))
            let keys = (0..<count).map { index in
                let found = Double(foreign[population.classStarts[c] + index]) / Double(foreign.considered)
                return (miss: max(abs(found - hardness) - width, 0), place: permutation.inverse(Int64(index)))
            }
            let order = keys.indices.sorted { keys[$0] < keys[$1] }
            context.keep(targets[c], of: order, ofClass: c, in: marks)
        }
    }
}
