/// Where a cell stands, and what it says.
struct CellPlace: Sendable {
    var file: Int
    /// Over all files.
    var row: Int
    var line: Int
    /// From 1.
    var column: Int
    var text: String

    /// The earlier of two places in one column.
    static func earlier(_ a: CellPlace?, _ b: CellPlace?) -> CellPlace? {
        guard let a else { return b }
        guard let b else { return a }
        return a.row <= b.row ? a : b
    }
}

/// What was found in a column of numbers.
struct NumberFindings: Sendable {
    var missing = 0
    var firstMissing: CellPlace?
    var firstText: CellPlace?
    /// nan or inf.
    var firstSpecial: CellPlace?
    /// A number beyond float32.
    var firstOverflow: CellPlace?
    /// BALLAST_NUMBER_… bits.
    var flags: UInt8 = 0
    var minimum = Float.infinity
    var maximum = -Float.infinity

    mutating func merge(_ other: NumberFindings) {
        missing += other.missing
        firstMissing = .earlier(firstMissing, other.firstMissing)
        firstText = .earlier(firstText, other.firstText)
        firstSpecial = .earlier(firstSpecial, other.firstSpecial)
        firstOverflow = .earlier(firstOverflow, other.firstOverflow)
        flags |= other.flags
        minimum = min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
    }
}

/// What was found in a column kept as codes.
struct TextFindings: Sendable {
    var missing = 0
    /// Cells that are numbers, and cells that are not.
    var numbers = 0
    var texts = 0
    var firstText: CellPlace?

    mutating func merge(_ other: TextFindings) {
        missing += other.missing
        numbers += other.numbers
        texts += other.texts
        firstText = .earlier(firstText, other.firstText)
    }
}
