internal import BallastCore
internal import CKernels

/// How the rows of a text are written, found from its first rows.
struct CSVDialect: Equatable, Sendable {
    var delimiter: UInt8
    var hasHeader: Bool

    static let delimiters: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|")]

    /// The delimiter that makes the first 20 rows a table: the same number of cells, at least two, in each, and the most
    /// of them. If none does, the one with the most cells in the first row, so that the error that follows makes sense.
    static func delimiter(of text: [UInt8], isWhole: Bool) -> UInt8 {
        var best: (delimiter: UInt8, isTable: Bool, cells: Int) = (delimiters[0], false, 1)
        for candidate in delimiters {
            let rows = CSVRowSplitter(delimiter: candidate).rows(of: text, isWhole: isWhole, limit: 20)
            guard let cells = rows.first?.count, cells > 1 else { continue }
            let isTable = rows.allSatisfy { $0.count == cells }
            if (isTable ? 1 : 0, cells) > (best.isTable ? 1 : 0, best.cells) { best = (candidate, isTable, cells) }
        }
        return best.delimiter
    }

    /// A header if no cell of the first row is a number, or the label is given by name.
    ///
    /// `column_3` is the name of a column without header, so it counts as a name only where the first row holds it.
    static func hasHeader(firstRow: [CSVCell], label: ColumnReference?) -> Bool {
        if case .name(let name) = label {
            let isPlaceholder = name.hasPrefix("column_") && name.dropFirst(7).allSatisfy(\.isNumber)
            if !isPlaceholder || firstRow.contains(where: { $0.text == name }) { return true }
        }
        return !firstRow.contains { $0.isNumber }
    }
}

/// One cell, without its quotes and the spaces around it.
struct CSVCell: Equatable, Sendable {
    var bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var isNumber: Bool { parsedNumber != nil }

    /// The nearest float64 (infinite beyond its range), or nil if this is no number.
    var parsedNumber: Double? { bytes.withUnsafeBufferPointer(parseNumber) }
}

/// The nearest float64 to the number that fills `bytes`, ties to even; nil if they are no number.
///
/// Signs, digits, point and exponent only; no spaces, `inf` or `nan`. Beyond the range of float64: infinity.
package func parseNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let start = bytes.baseAddress else { return nil }
    var value = 0.0
    var flags: UInt32 = 0
    return ballast_number_parse(start, start + bytes.count, &value, &flags) ? value : nil
}
