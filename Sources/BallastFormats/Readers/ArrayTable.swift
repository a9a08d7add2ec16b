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
        let path = request.labelPaths.last ?? files[files.count - 1].path
        let labels = try readLabels(labelFiles + labels, rowCount: rows.rowCount, path: path)
        // The digest of one file is a chain that one thread works off while the others look at rows.
        let all = files + labelFiles.map(\.contents)
        let hashes = Results<String>(count: all.count)
        let read = Results<(RowStore, [Column])>(count: 1)
        try Parallel.forEach(threads > 1 ? 2 : 1, threads: 2) { task in
            if task == 0 { read[0] = try rows.read(storage: storage, threads: max(threads - 1, 1)) }
            if task == 1 || threads <= 1 {
                try Parallel.forEach(all.count, threads: 1) { hashes[$0] = try all[$0].hexadecimalHash() }
            }
        }
        guard let (store, columns) = read[0] else { throw InputError(request.paths[0], "holds no rows") }
        let digests = hashes.values
        let inputs = all.indices.map { index in
            InputFile(
                path: all[index].path, size: all[index].size, rows: index < sources.count ? sources[index].rows : 0,
                sha256: digests[index])
        }
        return InputTable(
            rowCount: rows.rowCount, features: store, categorical: nil, columns: columns, labels: labels.0,
            classes: labels.1, inputs: inputs)
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
        if let (name, kind) = request.columns.min(by: { $0.key < $1.key }), kind == .categorical || kind == .ignore {
            throw InputError(path, "column '\(name)' of an array cannot be \(kind.rawValue); use a table")
        }
    }

    private func readLabels(
        _ sources: [any LabelSource], rowCount: Int, path: String
    ) throws -> (StoredArray<Int32>, [String]) {
        guard !sources.isEmpty else {
            let region = try storage.makeRegion(named: RegionName.unique("no-labels"), byteCount: rowCount * 4)
            let labels = StoredArray<Int32>(region: region, count: rowCount)
            labels.elements.update(repeating: -1)
            return (labels, [])
        }
        let column = try LabelColumn(rowCount: rowCount, request: request, storage: storage)
        for source in sources { try source.append(to: column) }
        return try column.finish(path: path, threads: threads)
    }
}
