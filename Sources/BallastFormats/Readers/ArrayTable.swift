internal import BallastCore

/// Makes the table of array inputs: rows, labels from files of their own, digests.
struct ArrayTable: Sendable {
    var request: InputRequest
    var storage: any Storage
    var threads: Int

    /// - Parameter labels: where labels come from, unless the request names files of labels.
    func table(
        _ sources: [ArraySource], files: [InputContents], labels: [any LabelSource] = []
    ) throws -> InputTable {
        try checkRequest()
        let rows = try ArrayRows(sources, request: request)
        let labelFiles = try request.labelPaths.map { path in
            try LabelFile(
                path, request: request, expectedRows: request.labelPaths.count == 1 ? rows.rowCount : nil,
                storage: storage)
        }
        let queue = PendingDigest.queue(threads: threads)
        let read = (files + labelFiles.map(\.contents)).enumerated().map { index, contents in
            ReadFile(
                contents, rows: index < sources.count ? sources[index].rows : 0,
                digest: PendingDigest(of: contents, on: queue))
        }
        let path = request.labelPaths.last ?? files[files.count - 1].path
        let labels = try readLabels(labelFiles + labels, rowCount: rows.rowCount, path: path)
        let (store, columns) = try rows.read(storage: storage, threads: threads)
        return InputTable(
            rowCount: rows.rowCount, features: store, categorical: nil, columns: columns, labels: labels.0,
            classes: labels.1, files: read)
    }

    /// - Throws: ``InputError`` for settings that only tables have.
    private func checkRequest() throws {
        let path = request.paths[0]
        if request.label != nil {
            throw InputError(path, "arrays have no label column; name a file of labels with input.labels")
        }
        if request.group != nil || request.fold != nil {
            throw InputError(path, "arrays have no columns to split by; use a table, or split by fractions")
        }
        let refused = request.columns.filter { $0.value == .categorical || $0.value == .ignore }
        if let (name, kind) = refused.min(by: { $0.key < $1.key }) {
            throw InputError(path, "column '\(name)' of an array cannot be \(kind.rawValue); use a table")
        }
    }

    private func readLabels(
        _ sources: [any LabelSource], rowCount: Int, path: String
    ) throws -> (StoredArray<Int32>, [String]) {
        if sources.isEmpty { return (try LabelColumn.unlabelled(rowCount, storage), []) }
        let column = try LabelColumn(rowCount: rowCount, request: request, storage: storage)
        for source in sources { try source.append(to: column) }
        return try column.finish(path: path, threads: threads)
    }
}
