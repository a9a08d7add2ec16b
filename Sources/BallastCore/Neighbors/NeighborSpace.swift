/// Where distances are taken: which columns count, and how much.
///
/// The squared distance of two rows is defined to the bit (design: one arithmetic): on raw values
/// `t_j = (a_j − b_j) · w_j` in float64, `Σ t_j²` in eight lanes (lane j mod 8 adds in order of j, then
/// `((l₀+l₄)+(l₂+l₆)) + ((l₁+l₅)+(l₃+l₇))`), each operation rounded by itself. Nominal columns add
/// `M² · mismatches`: one product, one sum.
public struct NeighborSpace: Sendable {
    /// Numeric features; nil when there are none.
    public var features: RowStore?
    /// `w_j`: 1/σ_j, 1/(max − min) or 1; one per element of a row.
    public var weights: [Double]
    /// Nominal columns; nil when there are none.
    public var categorical: CodeStore?
    /// `M²`, at least 0: that of the class whose rows are asked for.
    public var mismatchWeight: Double
    /// Rows to ask for that are no input rows; nil: none.
    public var added: AddedRows?

    /// Rows beside the store, of the same columns, numbered from `first` on. Only queries may be such rows.
    public struct AddedRows: Sendable {
        /// At least the number of input rows.
        public var first: Int64
        /// Their numeric columns; nil where the space has none.
        public var features: RowStore?
        /// Their nominal columns; nil where the space has none.
        public var categorical: CodeStore?

        public init(first: Int64, features: RowStore?, categorical: CodeStore? = nil) {
            self.first = first
            self.features = features
            self.categorical = categorical
        }
    }

    public init(
        features: RowStore?, weights: [Double], categorical: CodeStore? = nil, mismatchWeight: Double = 0
    ) {
        precondition(weights.count == (features?.width ?? 0))
        self.features = features
        self.weights = weights
        self.categorical = categorical
        self.mismatchWeight = mismatchWeight
    }

    /// The same space with just the given rows, ascending, which are numbered from 0 there.
    func compact(_ rows: StoredArray<Int64>) -> NeighborSpace {
        var space = self
        space.features = features.map { $0.copy(of: rows) }
        space.categorical = categorical.map { $0.copy(of: rows) }
        return space
    }
}

/// The k nearest references of each query, nearest first.
public struct NeighborTable: Sendable {
    /// Row numbers, `queries.count × k`, row-major.
    public let rows: StoredArray<Int64>
    /// Neighbours of each query.
    public let k: Int

    public init(rows: StoredArray<Int64>, k: Int) {
        precondition(k > 0 ? rows.count % k == 0 : rows.count == 0)
        self.rows = rows
        self.k = k
    }

    /// The neighbours of the query at `index`, nearest first; ties by row number.
    @inlinable public subscript(index: Int) -> UnsafeBufferPointer<Int64> { rows[index * k..<(index + 1) * k] }
}
