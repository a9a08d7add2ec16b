/// SMOTE from rows near other classes only.
///
/// Of a row's m nearest training rows, m' are of other classes: `m/2 ≤ m' < m` is danger, all m noise, else safe. Only
/// danger rows are bases, each equally often. Variant 1 takes partners among the k nearest rows of the class; variant 2
/// among the k nearest of all, going at most half-way to a partner of another class (imbalanced-learn multiplies two draws
/// there and goes half as far). The paper labels those rows wholly as the base's class; here they have the parents'
/// mixture, and the rule `hard` gives the paper's label. A class without a danger row is made by plain SMOTE, with a
/// notice.
///
/// Han, Wang and Mao, "Borderline-SMOTE: A New Over-Sampling Method in Imbalanced Data Sets Learning", ICIC 2005.
public struct BorderlineSMOTE: SynthesisMethod {
    public static let name = "borderline-smote"
    public static let search = SearchKind.training
    public static let summary = MethodSummary(
        base: "danger rows of the class (m/2 ≤ foreign rows among the m nearest < m), equally often",
        partner: "one of the k nearest rows: of the class (variant 1), of all (variant 2)",
        step: "U(0, 1); U(0, ½) to a partner of another class",
        label: "the mixture of both: the base's class has 1 − λ",
        paper: "Han, Wang and Mao, ICIC 2005",
        differences:
            "imbalanced-learn multiplies two draws in variant 2 and goes half as far: here the paper's law. It "
            + "leaves a class without danger rows as it is: here plain SMOTE, with a notice. The paper labels "
            + "variant 2 by the base's class: the rule `hard` does")

    /// k, at least 1.
    public var neighbors = 5
    /// m, at least 1.
    public var dangerNeighbors = 10
    /// 1 or 2.
    public var variant = 1

    public init() {}

    public var listedNeighbors: Int { neighbors + dangerNeighbors }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingRange.neighbors(dangerNeighbors, "danger_neighbors")
        try SettingError.require((1...2).contains(variant), "variant", "\(variant) is not a variant; 1 or 2")
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        let population = context.population
        let classes = context.growingClasses
        let foreign = try ForeignNeighbors(context, ofClasses: classes, m: dangerNeighbors)
        let plain = Set(
            classes.filter { c in
                !(population.classStarts[c]..<population.classStarts[c + 1]).contains(where: foreign.isInDanger)
            })
        for c in plain.sorted() where population.count(of: c) > 1 {
            context.notices.add(
                "class '\(population.classNames[c])' has no row in danger of being mistaken: it is made by plain smote")
        }
        let labels = population.labels
        return NeighborSampler(
            context,
            bases: try ChosenBases(context) { position in
                plain.contains(Int(labels[Int(population.classRows[position])])) || foreign.isInDanger(position)
            },
            partners: try NeighborPartners(
                context, ofClasses: classes,
                among: { variant == 2 && !plain.contains($0) ? .training : .sameClass }, k: neighbors),
            law: PairLaw(context) { base, partner in
                labels[Int(base)] == labels[Int(partner)] ? .uniform : .interval(0, 0.5)
            })
    }
}
