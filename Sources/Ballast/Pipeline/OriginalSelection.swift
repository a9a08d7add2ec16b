import BallastCore
import BallastFormats

/// Which original training rows take part, decided before anything is made from them: guards clean first, then
/// `balance.drop` takes classes down to their targets. Each looks at all training rows that are there by then.
struct OriginalSelection: Sendable {
    private let guards: [any RowGuard]
    private let drop: (any UnderSampler)?
    private let target: BalanceTarget

    init(_ recipe: Recipe) {
        guards = recipe.guards.map(\.settings).filter(\.applyTo.includesOriginals)
        drop = recipe.balance.drop?.settings
        target = recipe.balance.target
    }

    /// Whether every row takes part.
    var isEmpty: Bool { guards.isEmpty && drop == nil }

    /// Whether rows are compared with each other: then all must be at hand.
    var comparesRows: Bool { !guards.isEmpty || drop.map { type(of: $0).comparesRows } ?? false }

    /// Rows of each class that will be left, before any is looked at: guards are taken to drop none.
    func expectedCounts(_ counts: [Int64], classNames: [String]) throws -> [Int64] {
        drop == nil ? counts : try target.kept(counts: counts, classNames: classNames)
    }

    /// What is left.
    struct Selected {
        var population: Population
        var dropped: Manifest.DroppedRows
        /// Of each class or, for methods of one stratum, nowhere: whether it was above the target.
        var wasAbove: [Bool]
    }

    private static func requireEveryClass(in left: Population, of whole: Population) throws {
        for c in 0..<whole.classCount where whole.count(of: c) > 0 && left.count(of: c) == 0 {
            throw SynthesisError(
                "the guards drop every training row of class '\(whole.classNames[c])'; "
                    + "judge originals by fewer neighbours or a milder vote, or synthetic rows only")
        }
    }

    /// - Parameter context: with all training rows.
    func select(_ context: SynthesisContext) throws -> Selected {
        var context = context
        let whole = context.population
        let marks = try StoredArray<UInt8>(named: "dropped", count: whole.rowCount, in: context.storage)
        if !guards.isEmpty {
            try OriginalCleaning(guards).clean(context, in: marks)
            context = context.replacing(try whole.dropping(marks, storage: context.storage))
            try Self.requireEveryClass(in: context.population, of: whole)
        }
        var wasAbove = context.quotas.map { _ in false }
        if let drop {
            let counts = context.population.counts
            let targets = try target.kept(counts: counts, classNames: whole.classNames)
            wasAbove = zip(counts, targets).map { $0 > $1 }
            try drop.drop(context, keeping: targets, in: marks)
            context = context.replacing(try whole.dropping(marks, storage: context.storage))
        }
        return Selected(
            population: context.population,
            dropped: Manifest.DroppedRows(marks, labels: whole.labels, classCount: whole.classCount),
            wasAbove: wasAbove)
    }
}

extension SynthesisContext {
    fileprivate func replacing(_ population: Population) -> SynthesisContext {
        SynthesisContext(
            population: population, weights: weights, quotas: quotas, seed: seed, storage: storage, threads: threads,
            notices: notices, searches: searches)
    }
}
