/// The rows whose labels are made, as they are stored: row i belongs to blend i.
public struct MixedRows: Sendable {
    /// Numeric features; nil without any.
    public let features: RowStore?
    /// Nominal columns; nil without any.
    public let categorical: CodeStore?

    public init(features: RowStore?, categorical: CodeStore?) {
        self.features = features
        self.categorical = categorical
    }
}

/// What a rule that looks at rows compares them with: the training rows.
public struct LabelReferences: Sendable {
    /// Its training rows are what is compared with.
    public let population: Population
    /// Weight of each numeric element in a distance; see ``NeighborSpace``.
    public let weights: [Double]
    /// Where arrays go that are as long as the input.
    public let storage: any Storage
    /// At least 1; the labels do not depend on it.
    public let threads: Int
    /// Where a rule says what the user should know.
    public let notices: NoticeLog
    /// By which strategy the training rows' own neighbours are found.
    public let searches: SearchLog

    public init(
        population: Population, weights: [Double], storage: any Storage, threads: Int,
        notices: NoticeLog = NoticeLog(), searches: SearchLog = SearchLog()
    ) {
        self.population = population
        self.weights = weights
        self.storage = storage
        self.threads = threads
        self.notices = notices
        self.searches = searches
    }
}
