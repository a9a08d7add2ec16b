/// Copies of rows, each row of a class equally often: random over-sampling without its unevenness.
///
/// The same, in expectation, as the weight target / n_c on each row.
public struct Duplication: SynthesisMethod {
    public static let name = "duplicate"
    public static let search = SearchKind.none
    public static let pairsWithinClass = true
    public static let summary = MethodSummary(
        base: "every row of the class, equally often",
        partner: "none",
        step: "0",
        label: "the base's class",
        paper: "random over-sampling; no paper",
        differences:
            "imbalanced-learn draws with replacement: here the uses of two rows differ by at most one, the same "
            + "expectation with less variance")

    public init() {}

    public func prepare(_ context: SynthesisContext) -> any Sampler {
        Copies(population: context.population, bases: EvenBases(context))
    }

    private struct Copies: SingleParentSampler {
        let population: Population
        let bases: any BaseChoice

        func blend(_ candidate: Candidate) -> Blend { .copy(of: population.classRows[bases.base(candidate)]) }

        func blend(_ candidate: Candidate, of parents: KnownParents) -> Blend { .copy(of: parents.base) }
    }
}
