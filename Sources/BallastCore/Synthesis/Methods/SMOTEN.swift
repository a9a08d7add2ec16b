/// A row of nominal values on which a row and its k nearest rows of the class agree.
///
/// For data without numeric columns. Rows are compared by the ``ValueDifferenceMetric`` of all training rows. Each value
/// is the one most common among the base and its neighbours, the base counted as the nearest: a tie goes to the value held
/// by the nearest of the tied rows, where imbalanced-learn takes the lowest code. Apart from the base nothing is random then,
/// so a class of n rows gives at most n different ones; with the vote `frequency` values are drawn. There is no second
/// parent (partner −1), and the label is the base's class. A class of one row or of equal rows gives copies.
///
/// Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE", JAIR 16, 2002, section 6.2.
public struct SMOTEN: SynthesisMethod {
    public static let name = "smote-n"
    public static let search = SearchKind.sameClass
    public static let rowForm = RowForm.nominal
    public static let summary = MethodSummary(
        base: "every row of the class, equally often",
        partner:
            "none: the base and its k nearest rows of the class, by the value difference metric, vote on each value",
        step: "0",
        label: "the base's class",
        paper:
            "Chawla, Bowyer, Hall and Kegelmeyer, JAIR 16, 2002, section 6.2; the metric Stanfill and Waltz, CACM 29, 1986",
        differences:
            "imbalanced-learn gives a tie of the vote to the lowest code: here to the value held by the nearest row, the "
            + "base first, so no category is favoured for its name. It takes numbers for categories: here numeric "
            + "columns are refused. Drawing values instead of voting (nominal_vote) is our own")

    /// k, at least 1.
    public var neighbors = 5
    /// How nominal values are decided.
    public var nominalVote = NominalVote.mode

    public init() {}

    public var listedNeighbors: Int { neighbors }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
    }

    /// - Throws: ``SynthesisError`` where there are numeric columns.
    public func check(_ population: Population) throws {
        guard let features = population.features else { return }
        guard let first = population.columns.first(where: { $0.kind != .categorical })?.name else {
            throw SynthesisError("smote-n: the rows are arrays of numbers; it needs a table of nominal columns")
        }
        let (which, them) =
            features.width == 1
            ? ("column '\(first)' is numeric", "it")
            : ("\(features.width) columns are numeric, the first is '\(first)'", "them")
        throw SynthesisError(
            "smote-n: \(which); declare \(them) categorical under input.columns, or use smote, which mixes both kinds")
    }

    /// Numeric columns, which ``check(_:)`` refuses, would be the base's.
    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        if context.search != nil {
            context.notices.add("smote-n compares nominal values only: what distance says has no effect")
        }
        let population = context.population
        let metric = try population.categorical.map {
            try ValueDifferenceMetric(of: population, codes: $0, storage: context.storage)
        }
        let voters = try (0..<population.classCount).map { c in
            context.quotas[c] > 0 && population.count(of: c) > 1
                ? try metric?.nearest(
                    neighbors, ofClass: c, population, storage: context.storage, threads: context.threads,
                    notices: context.notices) : nil
        }
        return VoteSampler(context, bases: EvenBases(context), voters: voters, vote: nominalVote)
    }
}
