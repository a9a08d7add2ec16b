/// SMOTE from each row as often as its neighbourhood is foreign.
///
/// Row i is a base in proportion to the rows of other classes among its k nearest training rows; partners are its k nearest
/// of the class. Totals are exact (imbalanced-learn rounds each row's share, so they are missed). A class without any
/// foreign neighbour has even bases, with a notice; so has the number of rows made from rows whose neighbours are all
/// foreign, which are often mislabelled. He, Bai, Garcia and Li, "ADASYN", IJCNN 2008.
public struct ADASYN: SynthesisMethod {
    public static let name = "adasyn"
    public static let search = SearchKind.training
    public static let summary = MethodSummary(
        base: "rows of the class in proportion to the foreign rows among their k nearest",
        partner: "one of the k nearest rows of the class",
        step: "U(0, 1)",
        label: "the base's class",
        paper: "He, Bai, Garcia and Li, IJCNN 2008",
        differences:
            "imbalanced-learn rounds each row's share, so its totals differ from what was asked: here largest "
            + "remainder. It fails where no neighbour is foreign: here even bases, with a notice")

    /// k, at least 1.
    public var neighbors = 5

    public init() {}

    public var listedNeighbors: Int { 2 * neighbors }

    public func validate() throws { try SettingRange.neighbors(neighbors) }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        let classes = context.growingClasses
        let foreign = try ForeignNeighbors(context, ofClasses: classes, m: neighbors)
        let bases = try QuotaBases(context) { Int64(foreign[$0]) }
        for c in classes where context.population.count(of: c) > 1 { report(c, foreign, bases, context) }
        return NeighborSampler(
            context, bases: bases,
            partners: try NeighborPartners(context, ofClasses: classes, among: { _ in .sameClass }, k: neighbors),
            step: .uniform)
    }

    private func report(_ c: Int, _ foreign: ForeignNeighbors, _ bases: QuotaBases, _ context: SynthesisContext) {
        let population = context.population
        let positions = population.classStarts[c]..<population.classStarts[c + 1]
        if positions.allSatisfy({ foreign[$0] == 0 }) {
            context.notices.add(
                "no row of class '\(population.classNames[c])' has a neighbour of another class: bases are even")
        }
        let isolated = positions.filter { foreign[$0] == foreign.considered }
        guard !isolated.isEmpty else { return }
        let made = isolated.reduce(Int64(0)) { $0 + Int64(bases.numbers(ofBase: $1).count) }
        context.notices.add(
            "class '\(population.classNames[c])': \(made) of \(context.quotas[c]) added rows come from "
                + "\(isolated.count == 1 ? "1 row" : "\(isolated.count) rows") without a neighbour of the class")
    }
}
