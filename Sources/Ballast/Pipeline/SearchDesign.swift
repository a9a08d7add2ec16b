import BallastCore

/// Where a run looks for neighbours, as `distance` says: which rows, how many columns, and what that takes.
struct SearchDesign: Sendable {
    private let distance: Recipe.Distance
    private let features: RowStore?
    private let embedding: RowStore?
    private let isSearched: Bool

    /// Notes what has no effect, because the method looks for no neighbours: the result is right all the same, and one
    /// recipe serves to compare methods.
    ///
    /// - Throws: ``RecipeError`` for what the rows do not allow.
    init(
        _ distance: Recipe.Distance, features: RowStore?, embedding: RowStore?, method: any SynthesisMethod,
        notices: NoticeLog
    ) throws {
        self.distance = distance
        self.features = features
        self.embedding = embedding
        isSearched = type(of: method).search != .none
        if !isSearched, let setting = given.first {
            notices.add("'\(type(of: method).name)' looks for no neighbours: distance.\(setting) has no effect")
        }
        if isSearched { try check() }
    }

    /// Settings that make neighbours be looked for elsewhere than in the features.
    private var given: [String] {
        [
            distance.embedding == .none ? nil : "embedding", distance.metric == .euclidean ? nil : "metric",
            distance.components == .none ? nil : "components",
        ].compactMap { $0 }
    }

    private func check() throws {
        guard let setting = given.first else { return }
        guard let source else {
            throw RecipeError(
                place: .builtIn, path: "distance.\(setting)",
                problem: "there is no numeric column; leave it out, nominal columns are compared as they are")
        }
        guard let components else { return }
        let kind = embedding == nil ? "numeric columns" : "columns of the embedding"
        func refuse(_ problem: String) -> RecipeError {
            RecipeError(place: .builtIn, path: "distance.components", problem: problem)
        }
        if components > source.width {
            throw refuse("\(components) is more than the \(source.width) \(kind); give at most \(source.width)")
        }
        if source.width > PrincipalAxes.mostColumns {
            throw refuse(
                "components of \(source.width) \(kind) take too long, at most \(PrincipalAxes.mostColumns) are allowed; "
                    + "make them outside and name them with distance.embedding")
        }
    }

    private var source: RowStore? { embedding ?? features }

    private var components: Int? {
        if case .count(let count) = distance.components { Int(count) } else { nil }
    }

    /// Scaling of the features themselves, for whatever compares them: what `distance.scale` says, unless it speaks of
    /// other rows.
    var featureScale: Scaling {
        distance.embedding == .none && distance.metric == .euclidean ? distance.scale : .standard
    }

    /// Columns that are compared.
    var width: Int { isSearched ? components ?? source?.width ?? 0 : 0 }

    /// Bytes of a row that is compared.
    var bytesPerRow: Int {
        guard isSearched, let source else { return 0 }
        return given.isEmpty || given == ["embedding"] ? source.bytesPerRow : 4 * width
    }

    /// Whether the features are compared as they are.
    var isOfFeatures: Bool { isSearched && given.isEmpty }

    /// Bytes that every input row takes beside its features while neighbours are looked for.
    var addedBytesPerRow: Int {
        guard isSearched, let source else { return 0 }
        return (embedding?.bytesPerRow ?? 0) + (distance.metric == .cosine ? 4 * source.width : 0)
            + (components.map { 4 * $0 } ?? 0)
    }

    /// Bytes for finding components: three matrices and what threads sum up.
    var fixedBytes: Int {
        guard isSearched, components != nil, let source else { return 0 }
        return 6 * 8 * source.width * source.width
    }

    /// The rows to look for neighbours in; nil: the features.
    func rows(
        _ population: Population, dropsPages: Bool, storage: any Storage, threads: Int, notices: NoticeLog
    ) throws -> SearchRows? {
        guard isSearched, !given.isEmpty, var rows = embedding ?? population.features else { return nil }
        if dropsPages { rows = rows.droppingPages() }
        let training = population.training
        if distance.metric == .cosine {
            let (unit, zeros) = try rows.scaledToUnitLength(
                training, named: "search-unit", in: storage, threads: threads)
            if zeros > 0 {
                notices.add(
                    "\(zeros) training \(zeros == 1 ? "row is" : "rows are") all zeros and without a direction: "
                        + "the cosine takes them as they are")
            }
            rows = unit
        }
        var weights = [Double](repeating: 1, count: rows.width)
        if distance.scale != .none {
            weights = distance.scale.weights(try ColumnStatistics(of: rows, rows: training, threads: threads))
        }
        if let components {
            let axes = try PrincipalAxes(
                of: rows, rows: training, weights: weights, count: components, threads: threads)
            rows = try axes.scores(of: rows, rows: training, named: "search-scores", in: storage, threads: threads)
            weights = [Double](repeating: 1, count: components)
        }
        return SearchRows(rows, weights: weights, countsNominal: embedding == nil)
    }
}
