public import BallastCore
public import BallastFormats

/// What an input holds, before anything is decided.
public struct InspectionReport: Codable, Sendable {
    /// The files that were read, in order.
    public var inputs: [InputFile]
    /// Of all files.
    public var rows: Int
    /// Feature columns, and all columns where no label was named; empty for rows of other shapes.
    public var columns: [ColumnReport]
    /// Of one row of numeric features; nil without them.
    public var rowShape: [Int]?
    /// Number type of the features as stored; nil without numeric ones.
    public var elementType: ElementType?
    /// Empty where no label was named.
    public var classes: [ClassReport]
    /// Rows without a label; 0 where none was named.
    public var rowsWithoutLabel: Int
    /// Rows in which a numeric value is missing.
    public var rowsWithMissingNumber: Int
    /// Rows of the largest class for each row of the smallest.
    public var imbalanceRatio: Double?
    /// Rows that occur more than once.
    public var duplicates: Duplicates
    /// What the user should know, in words.
    public var notices: [String]
    /// Nil where no label was named.
    public var suggestion: RecipeSuggestion?

    /// One column, over all rows.
    public struct ColumnReport: Codable, Sendable {
        public var name: String
        /// As declared or inferred.
        public var kind: ColumnKind
        /// The least value; nil for nominal columns and where every value is missing.
        public var minimum: Double?
        /// The same for the largest.
        public var maximum: Double?
        /// Nominal columns: how many values there are.
        public var categoryCount: Int?
        /// The first few of them.
        public var categories: [String]?
        /// Rows without a value.
        public var missing: Int
        /// Every row has the same value, none is missing.
        public var isConstant: Bool

        init(_ column: Column) {
            name = column.name
            kind = column.kind
            minimum = column.minimum
            maximum = column.maximum
            categoryCount = column.categories?.count
            categories = column.categories.map { Array($0.prefix(6)) }
            missing = column.missing
            let isSingle = column.categories.map { $0.count <= 1 } ?? (column.minimum == column.maximum)
            isConstant = isSingle && column.missing == 0
        }
    }

    /// One class, over all rows with a label.
    public struct ClassReport: Codable, Sendable {
        public var name: String
        /// How many there are.
        public var rows: Int64
        /// Of the rows with a label, 0 … 1.
        public var share: Double
        /// The weight of each row that makes all classes count the same: `n / (K · n_c)`.
        public var weightInverse: Double
        /// By the effective number of samples, β = 0.9999.
        public var weightEffective: Double
    }

    /// Rows whose features are equal bit for bit.
    public struct Duplicates: Codable, Sendable {
        /// Rows with the same features as an earlier row.
        public var rows: Int
        /// Rows whose features stand with another label too.
        public var conflicting: Int
    }
}
