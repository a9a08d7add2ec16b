/// SMOTE that keeps nearer to the parent that lies safer.
///
/// A row's safe level is the number of its class among its k nearest training rows. With sl(p) of the base and sl(n) of the
/// partner: equal levels step U(0, 1); the base safer U(0, sl(n)/sl(p)); the partner safer U(1 − sl(p)/sl(n), 1); a base
/// with a partner of level 0 is copied; a base of level 0 ends, to the last step of the grid, at the partner. A pair of
/// levels 0 and 0 is never drawn. One step per row (the paper: one per attribute); partners are among the k nearest rows of
/// the class, as most texts read the paper. A class without any safe row is made by plain SMOTE, with a notice.
/// Bunkhumpornpat, Sinapiromsaran and Lursinsap, "Safe-Level-SMOTE", PAKDD 2009.
public struct SafeLevelSMOTE: SynthesisMethod {
    public static let name = "safe-level-smote"
    public static let search = SearchKind.training
    public static let summary = MethodSummary(
        base: "rows of the class with an admissible partner, equally often",
        partner: "one of the k nearest rows of the class, not both of safe level 0",
        step: "U(0, 1) where the safe levels agree, else the part nearer to the safer parent",
        label: "the base's class",
        paper: "Bunkhumpornpat, Sinapiromsaran and Lursinsap, PAKDD 2009",
        differences:
            "the paper has one step for each attribute: here one for the row, so that it lies on the segment. "
            + "smote_variants takes partners of any class and can write a foreign row with the class's label: here "
            + "partners are of the class")

    /// k, at least 1: of the safe level and of the partners.
    public var neighbors = 5

    public init() {}

    public var listedNeighbors: Int { 2 * neighbors }

    public func validate() throws { try SettingRange.neighbors(neighbors) }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        let population = context.population
        let classes = context.growingClasses
        let foreign = try ForeignNeighbors(context, ofClasses: classes, m: neighbors)
        let levels = SafeLevels(context, foreign)
        for c in classes where levels.isUnsafe(c) && population.count(of: c) > 1 {
            context.notices.add(
                "no row of class '\(population.classNames[c])' has a neighbour of its class: it is made by plain smote")
        }
        let partners = try NeighborPartners(
            context, ofClasses: classes, among: { _ in .sameClass }, k: neighbors, isAdmissible: levels.isAdmissible)
        return NeighborSampler(
            context, bases: try ChosenBases(context) { levels.isBase($0, partners) }, partners: partners,
            law: PairLaw(context, levels.law))
    }
}

/// How safe rows are, and what follows for pairs of them.
private struct SafeLevels: Sendable {
    private let population: Population
    private let foreign: ForeignNeighbors
    /// Classes whose rows are all of level 0: there plain SMOTE applies.
    private let unsafe: Set<Int>

    init(_ context: SynthesisContext, _ foreign: ForeignNeighbors) {
        let population = context.population
        self.population = population
        self.foreign = foreign
        unsafe = Set(
            context.growingClasses.filter { c in
                (population.classStarts[c]..<population.classStarts[c + 1]).allSatisfy {
                    foreign[$0] == foreign.considered
                }
            })
    }

    func isUnsafe(_ c: Int) -> Bool { unsafe.contains(c) }

    private func level(_ row: Int64) -> Int {
        population.position(ofTrainingRow: row).map { foreign.considered - foreign[$0] } ?? 0
    }

    private func isPlain(_ row: Int64) -> Bool { unsafe.contains(Int(population.labels[Int(row)])) }

    func isAdmissible(_ base: Int64, _ partner: Int64) -> Bool {
        isPlain(base) || level(base) > 0 || level(partner) > 0
    }

    func isBase(_ position: Int, _ partners: NeighborPartners) -> Bool {
        let base = population.classRows[position]
        guard let list = partners.list(ofBase: position) else { return isPlain(base) }
        return list.contains { isAdmissible(base, $0) }
    }

    func law(_ base: Int64, _ partner: Int64) -> StepLaw {
        if isPlain(base) { return .uniform }
        let (p, n) = (Double(level(base)), Double(level(partner)))
        if n == 0 { return .fixed(0) }
        return p >= n ? .interval(0, n / p) : .interval(1 - p / n, 1)
    }
}
