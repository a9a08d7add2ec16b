/// Points between rows of a class that lie equally near to the other classes, more of them the nearer.
///
/// The class is peeled into levels (``ProximityLevels``). Level l has the weight `e^(−θ(l − 1))`, whatever its size, an empty
/// level none: as smote_variants reads the paper, whose weight may be meant for each row. A blend joins two rows of one level,
/// neighbours or not, every row of a level equally often on both sides; a level of one row gives copies. smote_variants
/// peels once more than asked.
/// Barua, Islam and Murase, "ProWSyn: Proximity Weighted Synthetic Oversampling Technique for Imbalanced Data Set Learning",
/// PAKDD 2013.
public struct ProWSyn: SynthesisMethod {
    public static let name = "prowsyn"
    public static let search = SearchKind.ofTraining
    public static let summary = MethodSummary(
        base: "rows of a level of nearness to the other classes, levels with the weights e^(−θ(l − 1))",
        partner: "a row of the same level",
        step: "U(0, 1)",
        label: "the base's class",
        paper: "Barua, Islam and Murase, PAKDD 2013",
        differences:
            "the weight is a level's whatever its size, as in smote_variants; the paper may mean each row's. "
            + "smote_variants peels one level more than asked: here L")

    /// K: nearest rows of the class, of each row of another class, that make a level; at least 1.
    public var neighbors = 5
    /// L, at least 1.
    public var levels = 5
    /// θ: how fast the weights fall from level to level, at least 0.
    public var theta = 1.0

    public init() {}

    public var listedNeighbors: Int { 2 * neighbors }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingError.require((1...1000).contains(levels), "levels", "\(levels) is out of range; 1 to 1000")
        try SettingError.require(theta >= 0 && theta <= 100, "theta", "\(theta) is out of range; 0 to 100")
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        return LevelSampler(
            context,
            classes: try context.population.classNames.indices.map { c in
                guard context.quotas[c] > 0 else { return nil }
                return LevelPairs(
                    context, ofClass: c,
                    levels: try ProximityLevels(context, ofClass: c, levels: levels, k: neighbors), theta: theta)
            })
    }
}

/// The pairs of one class, level after level.
private struct LevelPairs: Sendable {
    let levels: ProximityLevels
    /// First candidate of each level, and one past the last.
    private let firstNumbers: [Int64]
    /// Nil for a level without rows.
    private let rotations: [Rotation?]

    init(_ context: SynthesisContext, ofClass c: Int, levels: ProximityLevels, theta: Double) {
        self.levels = levels
        let weights = (0..<levels.count).map { levels.count(of: $0) > 0 ? ExactMath.exp(-theta * Double($0)) : 0 }
        let shares = Apportionment.shares(of: context.quotas[c], weights: weights)
        firstNumbers = shares.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        rotations = shares.indices.map { level in
            guard levels.count(of: level) > 0 else { return nil }
            return Rotation(
                context, count: Int64(levels.count(of: level)), quota: shares[level],
                group: Int32(c * levels.count + level))
        }
    }

    func pair(_ number: Int64) -> (base: Int64, partner: Int64?) {
        let level = firstNumbers.start(notAbove: number)
        // A level with numbers has rows.
        let pair = rotations[level]!.pair(number - firstNumbers[level])
        return (levels.row(pair.base, ofLevel: level), pair.partner.map { levels.row($0, ofLevel: level) })
    }

    /// How a row of the class is paired: its level's rotation, its index there, and the level's first candidate.
    func place(of row: Int64) -> (rotation: Rotation, index: Int64, first: Int64)? {
        guard let place = levels.place(of: row), let rotation = rotations[place.level] else { return nil }
        return (rotation, place.index, firstNumbers[place.level])
    }
}

private struct LevelSampler: Sampler {
    private let population: Population
    private let classes: [LevelPairs?]
    private let law: PairLaw
    private let draws: RandomStream

    init(_ context: SynthesisContext, classes: [LevelPairs?]) {
        population = context.population
        self.classes = classes
        law = PairLaw(context, .uniform)
        draws = RandomStream(seed: context.seed, purpose: .candidate)
    }

    func blend(_ candidate: Candidate) -> Blend {
        let pair = classes[Int(candidate.stratum)]!.pair(candidate.number)  // a candidate's class has candidates
        guard let partner = pair.partner else { return .copy(of: pair.base) }
        let word = draws.words(candidate).2
        return law.blend(pair.base, partner, candidate, word: word)
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        let label = population.labels[Int(row)]
        guard let place = place(of: row) else { return }
        place.rotation.forEachNumber(withBase: place.index) {
            body(Candidate(stratum: label, number: place.first + $0))
        }
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {
        let label = population.labels[Int(row)]
        guard let place = place(of: row) else { return }
        place.rotation.forEachNumber(withPartner: place.index) {
            body(Candidate(stratum: label, number: place.first + $0))
        }
    }

    private func place(of row: Int64) -> (rotation: Rotation, index: Int64, first: Int64)? {
        guard population.position(ofTrainingRow: row) != nil else { return nil }
        return classes[Int(population.labels[Int(row)])]?.place(of: row)
    }
}
