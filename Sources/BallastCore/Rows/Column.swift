/// What a column of a table holds.
public enum ColumnKind: String, Codable, CaseIterable, Sendable {
    /// Real numbers.
    case numeric
    /// Whole numbers; a blend is rounded to the nearest, ties to even.
    case integer
    /// One of a set of values, kept as a code.
    case categorical
    /// Left out.
    case ignore
}

/// One feature column, as found over all input rows before any split.
public struct Column: Codable, Equatable, Sendable {
    /// As the header has it, else `column_` and its index.
    public var name: String
    /// As declared or inferred.
    public var kind: ColumnKind
    /// The smallest and largest value that is not missing; numeric and integer columns only.
    public var minimum: Double?
    public var maximum: Double?
    /// The value of each code, in sorted order: by value if all are numbers, else by UTF-8 bytes; categorical only.
    public var categories: [String]?
    /// Rows without a value.
    public var missing: Int

    public init(
        name: String, kind: ColumnKind, minimum: Double? = nil, maximum: Double? = nil, categories: [String]? = nil,
        missing: Int = 0
    ) {
        self.name = name
        self.kind = kind
        self.minimum = minimum
        self.maximum = maximum
        self.categories = categories
        self.missing = missing
    }
}
