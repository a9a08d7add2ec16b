internal import BallastCore

/// A file of labels for array inputs: an array, or a text of one column.
struct LabelFile: Sendable {
    var contents: InputContents
    private var array: ArraySource?

    init(_ path: String, storage: any Storage) throws {
        contents = try InputContents(path: path, storage: storage)
        if try NPYReader.recognizes(contents.head(16)) || InputFormats.fileExtension(path) == "npy" {
            array = try NPYFile(path, storage: storage).source
        }
    }

    func append(
        to column: LabelColumn, request: InputRequest, storage: any Storage, isOnly: Bool, rowCount: Int
    ) throws {
        if let array { return try column.append(array) }
        let table = try readText(request, storage: storage, isOnly: isOnly, rowCount: rowCount)
        for code in table.labels.elements {
            try code < 0
                ? column.append(Double.nan, contents.path)
                : column.append(Array(table.classes[Int(code)].utf8), contents.path)
        }
    }

    /// Whether the first line is a header cannot be told from texts alone; the number of rows tells it.
    private func readText(
        _ request: InputRequest, storage: any Storage, isOnly: Bool, rowCount: Int
    ) throws -> InputTable {
        var labels = InputRequest(paths: [contents.path])
        labels.header = request.header
        labels.label = .index(0)
        labels.missing = request.missing
        labels.missingTokens = request.missingTokens
        var table = try DelimitedText(labels, delimiter: request.delimiter, storage: storage).read(threads: 1)
        if request.header == .auto, isOnly, table.rowCount + 1 == rowCount {
            labels.header = .absent
            table = try DelimitedText(labels, delimiter: request.delimiter, storage: storage).read(threads: 1)
        }
        if !table.columns.isEmpty {
            throw InputError(contents.path, "has \(table.columns.count + 1) columns; a file of labels has one")
        }
        return table
    }
}
