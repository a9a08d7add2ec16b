/// A row of a larger class, moved until a classifier takes it for the class that lacks rows: major-to-minor translation.
///
/// The classifier is a stand-in: the paper's network is replaced by softmax regression on the standardised columns
/// (``SoftmaxRegression``, fitted once to the training rows with every class of the same weight), both as the trained
/// network g and as the one in training f. It transfers what a linear model sees, so expect less than the paper shows.
///
/// For class k a seed of class k0 is drawn with the share `1 − β^(n_k0 − n_k)`; from a point a twentieth of a deviation
/// beside it, T steps go down the gradient of `−ln p_k + λ f_k0`, each of the same length, clipped to the range of each
/// column. What comes out is kept if `p_k ≥ γ` and with the chance `1 − β^(n_k0 − n_k)`; otherwise the new row is a copy of
/// a row of class k, all of them equally often. The base is the seed (`partner` −1), the label is k as in the paper: soft
/// labels p would name every class. The paper replaces a row of a balanced batch with the probability 1 − n_k/n_max, which
/// is the share of the rows that balancing adds; here these are the candidates, and original rows stay. Nominal columns
/// are the seed's; the classifier does not see them. Class k without a larger class gives copies.
/// What was kept is the first draw: a guard that has a row drawn anew gets the same one.
/// Kim, Jeong and Shin, "M2m: Imbalanced Classification via Major-to-minor Translation", CVPR 2020 (arXiv 2004.00431).
public struct M2m: SynthesisMethod {
    public static let name = "m2m"
    public static let search = SearchKind.none
    public static let summary = MethodSummary(
        base: "rows of larger classes k0, in the share 1 − β^(n_k0 − n_k); where the result is not kept, of class k",
        partner: "the seed after T steps toward class k of a softmax regression, which stands in for the network",
        step: "0",
        label: "the class k for which the row is made, as in the paper",
        paper: "Kim, Jeong and Shin, CVPR 2020 (arXiv 2004.00431)",
        differences:
            "softmax regression on standardised columns instead of two networks; steps are measured in standard "
            + "deviations instead of pixels. imbalanced-DL passes one network as both, with β = .9999")

    /// β, at least 0 and below 1: how soon a class counts as larger.
    public var beta = 0.999
    /// γ: the least probability of the class for which a row is kept, 0 to 1.
    public var gamma = 0.9
    /// λ: how much the score of the seed's class is pressed down, 0 to 100.
    public var penalty = 0.5
    /// Root mean square over the columns of what one step moves, in standard deviations; greater than 0.
    public var step = 0.1
    /// T, 1 to 1000.
    public var steps = 10

    public init() {}

    public var looksUpRows: Bool { true }
    public var bytesPerCandidate: Int { 1 }

    public func validate() throws {
        try SettingError.require(
            beta >= 0 && beta < 1, "beta", "\(beta) is out of range; at least 0 and less than 1")
        try SettingRange.unit(gamma, "gamma")
        try SettingError.require((0...100).contains(penalty), "penalty", "\(penalty) is out of range; 0 to 100")
        try SettingError.require(
            step > 0 && step <= 1000, "step", "\(step) is out of range; greater than 0 and at most 1000")
        try SettingError.require((1...1000).contains(steps), "steps", "\(steps) is out of range; 1 to 1000")
    }

    /// - Throws: ``SynthesisError`` for more classes and columns than the classifier takes.
    public func check(_ population: Population) throws {
        try Self.checkRows(population.features)
        if let features = population.features { try SoftmaxFit.check(population, features) }
    }

    public func preparationBytes(width: Int, classCount: Int) -> Int {
        SoftmaxFit.byteCount(width: width, classCount: classCount)
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        let bases = EvenBases(context)
        guard let features = context.population.features else {
            context.notices.add("there are no numeric columns: rows are copied, nothing can be moved")
            return TranslationSampler(context, bases: bases)
        }
        guard context.quotas.contains(where: { $0 > 0 }) else { return TranslationSampler(context, bases: bases) }
        let model = try SoftmaxFit.fit(context.population, features, threads: context.threads)
        let translation = Translation(
            model: model, seeds: SeedRows(context, beta: beta), penalty: penalty, step: step, steps: steps,
            noise: RandomStream(seed: context.seed, purpose: .noise))
        return try TranslationSampler(context, bases: bases, translation, features: features, gamma: gamma)
    }
}
