internal import BallastCore

/// The beginning of the first file, from which names, dialect and a first guess at kinds come.
struct CSVSample {
    /// Whole rows behind the header.
    var rows: [[CSVCell]]
    var header: CSVHeader
    /// Bytes of text per row.
    var bytesPerRow: Double

    /// - Throws: ``InputError`` when the file is empty, no text, or its header cannot be read.
    init(_ source: any ByteSource, path: String, request: InputRequest, delimiter: UInt8?, size: Int) throws {
        var text: [UInt8] = []
        var isWhole = false
        var position = 0
        var firstRow: [CSVCell] = []
        var dialect = CSVDialect(delimiter: UInt8(ascii: ","), hasHeader: false)
        repeat {  // until two rows are there: a row may be longer than what is read at once
            let more = try source.readAll(upTo: max(size, text.count))
            isWhole = more.count < max(size, text.count)
            text += more
            try Self.checkIsText(text, path: path)
            position = CSVHeader.lengthOfByteOrderMark(text)
            let body = Array(text[position...])
            dialect.delimiter = delimiter ?? CSVDialect.delimiter(of: body, isWhole: isWhole)
            let splitter = CSVRowSplitter(delimiter: dialect.delimiter)
            firstRow = splitter.rows(of: body, isWhole: isWhole, limit: 2).first ?? []
            let isEnough = splitter.rows(of: body, isWhole: isWhole, limit: 2).count == 2
            if isEnough || isWhole || text.count > 1 << 28 { break }
        } while true
        guard !firstRow.isEmpty else { throw CSVHeader.malformed(path) }

        switch request.header {
        case .present: dialect.hasHeader = true
        case .absent: dialect.hasHeader = false
        case .auto: dialect.hasHeader = CSVDialect.hasHeader(firstRow: firstRow, label: request.label)
        }
        let names =
            dialect.hasHeader
            ? try CSVHeader.names(of: firstRow, path: path) : firstRow.indices.map { "column_\($0)" }
        header = CSVHeader(dialect: dialect, names: names, path: path)

        let splitter = CSVRowSplitter(delimiter: dialect.delimiter)
        if dialect.hasHeader { _ = splitter.nextRow(text, &position, isWhole: isWhole) }
        let start = position
        rows = []
        while rows.count < 1000, position < text.count, let row = splitter.nextRow(text, &position, isWhole: isWhole) {
            rows.append(row)
        }
        // Without a row to look at: each value has a byte behind it at least.
        bytesPerRow = rows.isEmpty ? Double(max(1, names.count)) : max(1, Double(position - start) / Double(rows.count))
    }

    private static func checkIsText(_ text: [UInt8], path: String) throws {
        if text.allSatisfy({ $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            throw InputError(path, "is empty; a table has at least one row")
        }
        if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
            throw InputError(path, "is UTF-16 text; convert it to UTF-8")
        }
        if text.prefix(4096).contains(0) {
            throw InputError(path, "is no text; name the format with input.format, or convert the file to CSV")
        }
        if !text.contains(UInt8(ascii: "\n")), let end = text.firstIndex(of: UInt8(ascii: "\r")), end < text.count - 1 {
            throw InputError(path, "has lines that end in a carriage return alone; convert them to line feeds")
        }
    }

    /// Whether every value of a column in the sample is a number or missing.
    func looksNumeric(_ column: Int, missingTokens: [[UInt8]]) -> Bool {
        let reader = CSVCellReader(missingTokens: missingTokens)
        return rows.allSatisfy { row in
            guard column < row.count else { return true }
            return row[column].bytes.withUnsafeBufferPointer { bytes in
                if case .text = reader.read(bytes) { false } else { true }
            }
        }
    }
}
