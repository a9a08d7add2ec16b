internal import BallastCore

/// A file of labels for array inputs: an array, or a text of one column.
struct LabelFile: LabelSource {
    let contents: InputContents
    private let array: ArraySource?
    private let request: InputRequest
    private let expectedRows: Int?
    private let storage: any Storage

    /// - Parameter expectedRows: how many labels there should be, where this file holds all of them.
    init(_ path: String, request: InputRequest, expectedRows: Int?, storage: any Storage) throws {
        contents = try InputContents(path: path, storage: storage)
        let isArray = try InputFormats.fileExtension(path) == "npy" || NPYReader.recognizes(contents.head(16))
        array = isArray ? try NPYFile(contents, storage: storage).source : nil
        (self.request, self.expectedRows, self.storage) = (request, expectedRows, storage)
    }

    func append(to column: LabelColumn) throws {
        if let array { return try column.append(array) }
        let table = try readText()
        let classes = table.classes.map { Array($0.utf8) }
        for code in table.labels.elements {
            if code < 0 {
                try column.append(Double.nan, contents.path)
            } else {
                try column.append(classes[Int(code)], contents.path)
            }
        }
    }

    private func read(_ labels: InputRequest) throws -> InputTable {
        try DelimitedText(labels, opened: [contents], delimiter: request.delimiter, storage: storage).read(threads: 1)
    }

    /// Whether the first line is a header cannot be told from texts alone; the number of rows tells it.
    private func readText() throws -> InputTable {
        var labels = InputRequest(paths: [contents.path])
        labels.header = request.header
        labels.label = .index(0)
        labels.missing = request.missing
        labels.missingTokens = request.missingTokens
        var table = try read(labels)
        if request.header == .auto, table.rowCount + 1 == expectedRows {
            labels.header = .absent
            table = try read(labels)
        }
        if !table.columns.isEmpty {
            throw InputError(contents.path, "has \(table.columns.count + 1) columns; a file of labels has one")
        }
        return table
    }
}
