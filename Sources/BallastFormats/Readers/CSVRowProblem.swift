internal import CKernels

/// What is wrong with the form of a row.
enum CSVRowProblem {
    static func error(
        _ status: Int32, path: String, line: Int, column: Int, columns: Int, block: CSVBlock, rowStart: Int,
        delimiter: UInt8
    ) -> InputError {
        switch status {
        case Int32(BALLAST_CSV_SHORT_ROW), Int32(BALLAST_CSV_LONG_ROW):
            return wrongCount(path, line, columns, block, rowStart, delimiter)
        case Int32(BALLAST_CSV_STRAY_QUOTE):
            return InputError(
                path, line: line, column: column + 1,
                "quote inside an unquoted value; quote the whole value and double the quotes in it")
        case Int32(BALLAST_CSV_TEXT_AFTER_QUOTE):
            return InputError(
                path, line: line, column: column + 1,
                "text after a closing quote; double the quotes inside a quoted value")
        default:
            return InputError(
                path, line: line, column: column + 1, "quote is never closed; end the value with a quote")
        }
    }

    private static func wrongCount(
        _ path: String, _ line: Int, _ columns: Int, _ block: CSVBlock, _ rowStart: Int, _ delimiter: UInt8
    ) -> InputError {
        let rest = UnsafeBufferPointer(start: block.bytes + rowStart, count: block.text.upperBound - rowStart)
        var position = 0
        let row = CSVRowSplitter(delimiter: delimiter).nextRow(Array(rest), &position, isWhole: true) ?? []
        let expected = columns == 1 ? "1 value per row is expected" : "\(columns) values per row are expected"
        if row.count == 1, row[0].bytes.isEmpty {
            return InputError(path, line: line, "blank line; remove it (\(expected))")
        }
        let found = row.count == 1 ? "1 value" : "\(row.count) values"
        return InputError(path, line: line, "row has \(found); \(expected)")
    }
}
