/// How the spread of the rows to come compares with that of the rows there are, class by class, before any is drawn.
///
/// `tr Cov(added rows) / tr Cov(rows of the class)` over the numeric columns in the scaled space, exactly expected for the
/// planned bases: below 1 where rows between neighbours crowd the middle of their class (2/3 for SMOTE with all rows as
/// neighbours; Blagus and Lusa, "SMOTE for high-dimensional class-imbalanced data", BMC Bioinformatics 14, 2013). What
/// whole-number columns lose by rounding is left out.
public enum VarianceRatio {
    /// Of each class, by the class of the base; nil for a class without candidates or of equal rows, and for every class
    /// where there is no numeric column or the method draws no partners from neighbours.
    ///
    /// - Parameters:
    ///   - weights: of each numeric element in a distance, as in ``SynthesisContext``.
    /// - Complexity: O(n · k · columns) time for n bases with k neighbours, less than the search for them.
    public static func ofClasses(
        _ sampler: any Sampler, _ population: Population, weights: [Double], threads: Int
    ) throws -> [Double?] {
        guard let source = sampler as? any PairSource else { return population.classNames.map { _ in nil } }
        return try population.classNames.indices.map { c in
            try PairMoments(source, ofClass: c, population, weights: weights, threads: threads)?
                .ratio { source.scale(ofClass: c, column: $0) }
        }
    }
}
