public import BallastCore
public import BallastFormats

/// What an input holds, before anything is decided.
public struct InspectionReport: Codable, Sendable {
    public var inputs: [InputFile]
    public var rows: Int
    /// Feature columns, and all columns where no label was named; empty for rows of other shapes.
    public var columns: [ColumnReport]
    /// Of one row of numeric features; nil without them.
    public var rowShape: [Int]?
    public var elementType: ElementType?
    /// Empty where no label was named.
    public var classes: [ClassReport]
    /// Rows without a label; 0 where none was named.
    public var rowsWithoutLabel: Int
    /// Rows in which a numeric value is missing.
    public var rowsWithMissingNumber: Int
    /// Rows of the largest class for each row of the smallest.
    public var imbalanceRatio: Double?
    public var duplicates: Duplicates
    public var notices: [String]
    /// Nil where no label was named.
    public var suggestion: RecipeSuggestion?

    public struct ColumnReport: Codable, Sendable {
        public var name: String
        public var kind: ColumnKind
        public var minimum: Double?
        public var maximum: Double?
        /// Nominal columns: how many values there are.
        public var categoryCount: Int?
        /// The first few of them.
        public var categories: [String]?
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

    public struct ClassReport: Codable, Sendable {
        public var name: String
        public var rows: Int64
        public var share: Double
        /// The weight of each row that makes all classes count the same: `n / (K · n_c)`.
        public var weightInverse: Double
        /// By the effective number of samples, β = 0.9999.
        public var weightEffective: Double
    }

    public struct Duplicates: Codable, Sendable {
        /// Rows with the same features as an earlier row.
        public var rows: Int
        /// Rows whose features stand with another label too.
        public var conflicting: Int
    }
}
