public import BallastCore

/// One data set as read: everything after this is arithmetic on rows, codes and labels.
///
/// Rows are numbered over all inputs in order, from 0.
public struct InputTable: Sendable {
    /// Of all inputs, those that are to be dropped included.
    public var rowCount: Int
    /// Numeric and integer columns in input order; nil when there are none. Missing values are NaN.
    public var features: RowStore?
    /// Categorical columns in input order; nil when there are none.
    public var categorical: CodeStore?
    /// The feature columns in input order (neither label, group, fold nor ignored ones); empty for N-D rows.
    public var columns: [Column]
    /// Class of each row, a code into ``classes``; −1 where the label is missing.
    public var labels: StoredArray<Int32>
    /// Class names in sorted order: by value if all are numbers, else by UTF-8 bytes.
    public var classes: [String]
    /// Group of each row (a code), where a group column was asked for; −1 where missing.
    public var groups: Coded?
    /// Cells of the fold column, where one was asked for.
    public var folds: Coded?
    /// One row per data row, dropped ones included, where an embedding was asked for.
    public var embedding: RowStore?
    /// The files that were read, those of labels and of an embedding included.
    public var files: [ReadFile]
    /// What the user should know of the input.
    public var notices: [Notice]

    /// A column of codes with the value of each code in sorted order.
    public struct Coded: Sendable {
        /// Of each row a place in ``values``; −1 where missing.
        public var codes: StoredArray<Int32>
        /// What each code stands for.
        public var values: [String]

        public init(codes: StoredArray<Int32>, values: [String]) {
            self.codes = codes
            self.values = values
        }
    }

    public init(
        rowCount: Int, features: RowStore?, categorical: CodeStore?, columns: [Column], labels: StoredArray<Int32>,
        classes: [String], groups: Coded? = nil, folds: Coded? = nil, files: [ReadFile], notices: [Notice] = []
    ) {
        self.rowCount = rowCount
        self.features = features
        self.categorical = categorical
        self.columns = columns
        self.labels = labels
        self.classes = classes
        self.groups = groups
        self.folds = folds
        self.files = files
        self.notices = notices
    }

    /// ``files`` with their digests, which are waited for.
    ///
    /// - Throws: ``InputError`` when a file could not be hashed, or changed while it was.
    public func inputs() throws -> [InputFile] { try files.map { try $0.hashed() } }
}

/// One file that was read.
public struct InputFile: Codable, Equatable, Sendable {
    /// As the user gave it.
    public var path: String
    /// Bytes on disk.
    public var size: Int
    /// Data rows, dropped ones included; 0 for a file of labels and for an embedding.
    public var rows: Int
    /// SHA-256 of the bytes on disk, lower-case hexadecimal.
    public var sha256: String

    public init(path: String, size: Int, rows: Int, sha256: String) {
        self.path = path
        self.size = size
        self.rows = rows
        self.sha256 = sha256
    }
}
