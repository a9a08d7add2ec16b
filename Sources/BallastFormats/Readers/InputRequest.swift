public import BallastCore

/// What to read and how: the `input` part of a recipe, with every path made absolute and globs expanded.
public struct InputRequest: Sendable {
    /// The files in order; `-` is standard input.
    public var paths: [String]
    /// A name from ``InputFormats``, or `auto`: by extension, then by the first bytes.
    public var format = "auto"
    /// Whether the first line of a text names the columns.
    public var header = Header.auto
    /// One byte, or nil: comma, tab, semicolon or bar, whichever makes the first lines a table.
    public var delimiter: UInt8?
    /// The label column of a table, by name or index (negative: from the end).
    public var label: ColumnReference?
    /// Files with the labels of array inputs, row by row.
    public var labelPaths: [String] = []
    /// An array with one row per data row, in which neighbours are looked for; see ``readEmbedding(_:rowCount:storage:threads:)``.
    public var embeddingPath: String?
    /// Paths of the data sets inside an HDF5 input.
    public var x = "/x"
    /// The same for the labels.
    public var y = "/y"
    /// Kinds given by the user; other columns are inferred.
    public var columns: [String: ColumnKind] = [:]
    /// Cells that stand for no value, compared as a whole; spaces around a cell do not count.
    public var missingTokens = ["", "NA", "?"]
    /// What becomes of numeric cells without a value.
    public var missing = MissingPolicy.error
    /// Columns that steer the split and are no features.
    public var group: ColumnReference?
    /// The column that says which part a row belongs to.
    public var fold: ColumnReference?
    /// Bytes that a reader may take beside its storage to unpack an array whose chunks are large.
    public var workingBytes = 256 << 20

    /// Everything but the files at its default.
    public init(paths: [String]) { self.paths = paths }

    /// Every file that is read, in the order in which the manifest lists them.
    public var allPaths: [String] { paths + labelPaths + [embeddingPath].compactMap { $0 } }
}

/// Whether the first line of a text names the columns; `auto`: it does if no cell is a number, or if the label is given by
/// name.
public enum Header: String, Sendable { case auto, present, absent }

/// What to do with a numeric cell without a value. All but `error` leave NaN in the store; `drop` and the imputations
/// are carried out once the split is known (imputed from training rows only).
public enum MissingPolicy: String, Codable, CaseIterable, Sendable {
    case error, mean, median, drop
    case mostFrequent = "most_frequent"
}

/// A column by name or by index; negative indices count from the end.
public enum ColumnReference: Hashable, Sendable {
    case name(String)
    case index(Int)
}
