/// SMOTE from the rows that a support vector machine rests on, outward where the class has room.
///
/// The machine is a linear one of the class against the rest (``LinearMargin``), both sides weighing the same; its support
/// rows are those with `y f(x) ≤ 1`. Of a support row's m nearest training rows, m' are of other classes. All m: noise, no
/// base. At least half: the row is in danger, and its rows lie between it and a partner. Else it is safe, and its rows lie on
/// the far side, `x = b − o u (p − b)`, u from U(0, 1): the stored step is negative. Partners are among the k nearest of the
/// class. All bases are used equally often. A class without a base is made by plain SMOTE, with a notice; without numeric
/// columns every row is a support row.
///
/// The paper and imbalanced-learn have a machine with a radial kernel, which this is a stand-in for: its support rows differ.
/// imbalanced-learn draws how many rows come from danger rows, and loses the share of a side without rows.
/// Nguyen, Cooper and Kamei, "Borderline over-sampling for imbalanced data classification", IJKESDP 3, 2011.
public struct SVMSMOTE: SynthesisMethod {
    public static let name = "svm-smote"
    public static let search = SearchKind.training
    public static let summary = MethodSummary(
        base: "support rows of the class that are no noise, equally often",
        partner: "one of the k nearest rows of the class",
        step: "U(0, 1) from rows in danger, −o·U(0, 1) from safe ones",
        label: "the base's class",
        paper: "Nguyen, Cooper and Kamei, IJKESDP 3, 2011",
        differences:
            "the machine is linear and weighs both sides the same, where the paper has a radial kernel. "
            + "imbalanced-learn draws the share of danger rows and loses it where there are none: here the bases "
            + "are even")

    /// k, at least 1.
    public var neighbors = 5
    /// m, at least 1.
    public var dangerNeighbors = 10
    /// o: how far outward, as a share of the way to the partner; greater than 0, at most 1.
    public var outStep = 0.5
    /// C of the machine, greater than 0.
    public var penalty = 1.0

    public init() {}

    public var listedNeighbors: Int { neighbors + dangerNeighbors }

    /// Rows may lie beyond their base.
    public var leavesSegments: Bool { true }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingRange.neighbors(dangerNeighbors, "danger_neighbors")
        try SettingError.require(
            outStep > 0 && outStep <= 1, "out_step", "\(outStep) is out of range; greater than 0 and at most 1")
        try SettingError.require(
            penalty > 0 && penalty <= 1e6, "penalty", "\(penalty) is out of range; greater than 0 and at most 1000000")
    }

    /// A sample, and the same scaled.
    public func preparationBytes(width: Int, classCount: Int) -> Int { 2 * RowSample.mostBytes }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        let population = context.population
        let classes = context.growingClasses
        let support = try SupportRows(context, ofClasses: classes, penalty: penalty)
        let foreign = try ForeignNeighbors(context, ofClasses: classes, m: dangerNeighbors)
        let isBase = { (position: Int) in support[position] && !foreign.isNoise(position) }
        let plain = Set(
            classes.filter { c in
                !(population.classStarts[c]..<population.classStarts[c + 1]).contains(where: isBase)
            })
        for c in plain.sorted() where population.count(of: c) > 1 {
            context.notices.add(
                "class '\(population.classNames[c])' has no support row with a neighbour of its class: "
                    + "it is made by plain smote")
        }
        let isPlain = { (position: Int) in plain.contains(Int(population.labels[Int(population.classRows[position])])) }
        let outward = StepLaw.outward(outStep)
        return NeighborSampler(
            context, bases: try ChosenBases(context) { isPlain($0) || isBase($0) },
            partners: try NeighborPartners(context, ofClasses: classes, among: { _ in .sameClass }, k: neighbors),
            law: PairLaw(context) { base, _ in
                guard let position = population.position(ofTrainingRow: base),
                    !plain.contains(Int(population.labels[Int(base)]))
                else { return .uniform }
                return foreign.isInDanger(position) ? .uniform : outward
            })
    }
}
