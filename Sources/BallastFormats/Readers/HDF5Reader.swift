public import BallastCore
internal import HDF5

/// HDF5 files with one data set of rows (`input.x`) and one of labels (`input.y`).
///
/// Contiguous little-endian rows are used where they lie; chunked, compressed or other rows are read block by block
/// into storage. Without a data set at the default `/y` the rows have no labels.
public enum HDF5Reader: RowReader {
    public static let name = "hdf5"
    public static let fileExtensions = ["h5", "hdf5", "hdf", "he5"]
    public static let isTable = false

    public static func recognizes(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    public static func read(_ request: InputRequest, into storage: any Storage, threads: Int) throws -> InputTable {
        guard !request.paths.isEmpty else { throw InputError("input", "no file is named; name at least one") }
        var files: [InputContents] = []
        var rows: [ArraySource] = []
        var labels: [any LabelSource] = []
        for path in request.paths {
            if path == "-" { throw InputError("-", "HDF5 cannot be read from standard input; name a file") }
            let contents = try InputContents(path: path, storage: storage)
            guard contents.isMappable else { throw InputError(path, "HDF5 cannot be read from a pipe; name a file") }
            files.append(contents)
            rows.append(
                try HDF5Rows(
                    path: path, dataset: request.x, size: contents.size, workingBytes: request.workingBytes
                ).source(in: storage))
            if request.labelPaths.isEmpty, let found = try labelSource(path, contents.size, request, storage) {
                labels.append(found)
            }
        }
        if !labels.isEmpty, labels.count < files.count {
            throw InputError(files[labels.count].path, "has no data set '\(request.y)'; the files before it have one")
        }
        return try ArrayTable(request: request, storage: storage, threads: threads).table(
            rows, files: files, labels: labels)
    }

    private static func labelSource(
        _ path: String, _ size: Int, _ request: InputRequest, _ storage: any Storage
    ) throws -> (any LabelSource)? {
        let labels = HDF5Rows(
            path: path, dataset: request.y, size: size, workingBytes: request.workingBytes)
        if request.y == InputRequest(paths: []).y, try !labels.exists() { return nil }
        if let texts = try labels.texts() { return texts }
        return try labels.source(in: storage)
    }
}

/// Where labels of array inputs come from.
protocol LabelSource: Sendable {
    func append(to column: LabelColumn) throws
}

extension ArraySource: LabelSource {
    func append(to column: LabelColumn) throws { try column.append(self) }
}
