public import BallastCore

/// Reads an embedding: an NPY array [N, p] of float16, float32 or float64 with one row per data row of the inputs, rows
/// that are dropped as missing included. A C-ordered float32 array is used where it lies.
///
/// - Parameter rowCount: data rows of the inputs.
/// - Returns: the rows in float32, and what the manifest says of the file.
/// - Throws: ``InputError`` for an array of another kind or length, and for a value that is missing or infinite, by row.
/// - Complexity: O(rows · width) on `threads` threads; memory bounded by what the storage keeps resident.
public func readEmbedding(
    _ path: String, rowCount: Int, storage: any Storage, threads: Int
) throws -> (rows: RowStore, file: ReadFile) {
    let file = try NPYFile(InputContents(path: path, storage: storage), storage: storage)
    let source = file.source
    guard source.kind == .float else {
        throw InputError(path, "is no array of floats; save the embedding as float16, float32 or float64")
    }
    guard source.shape.count == 2 else {
        throw InputError(path, "has shape \(source.shape); an embedding has two axes, rows and columns")
    }
    guard source.rows == rowCount else {
        throw InputError(
            path,
            "has \(source.rows) rows, the inputs have \(rowCount); give one row for each data row, in order, "
                + "rows that are dropped included")
    }
    var rows = try ArrayRows([source], request: InputRequest(paths: [path]))
    rows.adviceOnMissing = "every data row needs a whole embedding"
    let digest = PendingDigest(of: file.contents, on: PendingDigest.queue(threads: threads))
    let store = try rows.read(storage: storage, threads: threads).0
    return (store, ReadFile(file.contents, rows: 0, digest: digest))
}
