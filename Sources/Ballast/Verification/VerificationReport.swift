/// What a verification found.
public struct VerificationReport: Codable, Sendable {
    /// As the user gave it.
    public var path: String
    /// How much was looked at.
    public var level: VerificationLevel
    /// Nothing was found to be wrong.
    public var isWhole: Bool
    /// Rows of the data set, as the manifest has them.
    public var rows: Int
    /// Files of rows, as the manifest has them.
    public var shards: Int
    /// What was looked at, in order.
    public var checks: [Outcome]
    /// What is wrong, at most some of each check.
    public var findings: [Finding]
    /// What could not be looked at, and other things worth knowing.
    public var notices: [String]

    /// How one check went.
    public struct Outcome: Codable, Equatable, Sendable {
        /// What was asked.
        public var check: VerificationCheck
        /// Things looked at: see ``VerificationCheck/unit``.
        public var examined: Int
        /// All that are wrong, those not listed included.
        public var findings: Int
    }

    /// One thing that is wrong.
    public struct Finding: Codable, Equatable, Sendable {
        /// What was asked.
        public var check: VerificationCheck
        /// The shard's name, or that of another file.
        public var file: String
        /// The data set or attribute in the file; nil where the file as a whole is meant.
        public var dataSet: String?
        /// In the shard, from 0.
        public var row: Int?
        /// What is wrong and what would be right.
        public var problem: String

        /// `train-00000.h5: soft_label: row 17: the shares sum to 1.2; they must sum to 1`.
        public var text: String {
            [file, dataSet, row.map { "row \($0)" }, problem].compactMap { $0 }.joined(separator: ": ")
        }
    }
}

/// How much a verification looks at; each level does what the one before it does.
public enum VerificationLevel: String, Codable, CaseIterable, Sendable {
    /// Reads the manifest and the heads of the files, no values.
    case quick
    /// Reads every value.
    case standard
    /// Reads the inputs again too and makes every row anew.
    case full
}

/// One kind of question that a verification asks.
public enum VerificationCheck: String, Codable, CaseIterable, Sendable {
    /// The manifest agrees with itself: counts, digests, class table, identity.
    case manifest
    /// Every shard is there with its size, and nothing else.
    case files
    /// Data sets, types, shapes, chunks.
    case layout
    case attributes
    /// SHA-256 of the files.
    case hashes
    /// Content digests, class counts, synthetic counts and soft mass from the values.
    case totals
    /// Soft labels and hard labels.
    case labels
    /// Where rows come from: base, partner, lambda, the parts.
    case lineage
    /// Values finite, within their columns' range, whole where they must be.
    case values
    /// The inputs are those of the manifest and read as it says.
    case inputs
    /// Every position holds what the recipe puts there.
    case plan
    /// Every row is what its parents and lambda give.
    case blends

    /// What ``VerificationReport/Outcome/examined`` counts.
    public var unit: String {
        switch self {
        case .manifest: "statements"
        case .files, .hashes, .inputs: "files"
        case .layout: "data sets"
        case .attributes: "attributes"
        case .totals: "shards"
        case .labels, .lineage, .values, .plan, .blends: "rows"
        }
    }
}
