/// The first row of a text, where it names the columns, and what stands before it.
struct CSVHeader: Sendable {
    var dialect: CSVDialect
    /// As the first file has them; `column_0` … without a header.
    var names: [String]
    /// The first file, for messages.
    var path: String

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    static func lengthOfByteOrderMark(_ bytes: some Collection<UInt8>) -> Int {
        bytes.starts(with: byteOrderMark) ? 3 : 0
    }

    /// The names in a header row: an empty one stands for `column_` and its index.
    ///
    /// - Throws: ``InputError`` when two columns share a name.
    static func names(of row: [CSVCell], path: String) throws -> [String] {
        let names = try row.enumerated().map { index, cell in
            guard let text = String(validating: cell.bytes, as: UTF8.self) else {
                throw InputError(
                    path, line: 1, column: index + 1, "column name is not UTF-8 text; convert the file to UTF-8")
            }
            return text.isEmpty ? "column_\(index)" : text
        }
        var seen: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            if let first = seen.updateValue(index, forKey: name) {
                throw InputError(
                    path, line: 1, column: index + 1,
                    "column name '\(name)' is also that of column \(first + 1); give each column its own name")
            }
        }
        return names
    }

    /// How many bytes and rows at the start of `block`, the first of a file, are no data.
    ///
    /// - Throws: ``InputError`` when this file's header is not that of the first file.
    func skip(_ block: CSVBlock, isFirstFile: Bool, file: String) throws -> (bytes: Int, rows: Int) {
        let text = UnsafeBufferPointer(start: block.bytes + block.text.lowerBound, count: block.text.count)
        var position = Self.lengthOfByteOrderMark(text)
        guard dialect.hasHeader else { return (position, 0) }
        let splitter = CSVRowSplitter(delimiter: dialect.delimiter)
        guard let row = splitter.nextRow(Array(text), &position, isWhole: true) else { throw Self.malformed(file) }
        if !isFirstFile {
            let other = try Self.names(of: row, path: file)
            if let column = (0..<max(other.count, names.count)).first(where: { index in
                index >= other.count || index >= names.count || other[index] != names[index]
            }) {
                throw disagreement(file, other, column)
            }
        }
        return (position, 1)
    }

    static func malformed(_ file: String) -> InputError {
        InputError(
            file, line: 1, "the quotes of the header do not match; quote whole names and double the quotes in them")
    }

    private func disagreement(_ file: String, _ other: [String], _ column: Int) -> InputError {
        if column >= other.count || column >= names.count {
            return InputError(
                file, line: 1,
                "has \(other.count) columns where '\(path)' has \(names.count); files read together need one header")
        }
        return InputError(
            file, line: 1, column: column + 1,
            "column is '\(other[column])' where '\(path)' has '\(names[column])'; files read together need one header")
    }
}
