public import BallastCore

/// NumPy arrays (`.npy`, versions 1 to 3): one row per index of the first axis, labels in a second file.
///
/// A C-ordered little-endian float32 or integer array is used where it lies, without a copy. Others become rows in
/// storage: float16 and float64 as float32, truth values as uint8, Fortran order and big endian as C order and little.
public enum NPYReader: RowReader {
    public static let name = "npy"
    public static let fileExtensions = ["npy"]
    public static let isTable = false

    public static func recognizes(_ bytes: [UInt8]) -> Bool { bytes.starts(with: NPYHeader.magic) }

    public static func read(_ request: InputRequest, into storage: any Storage, threads: Int) throws -> InputTable {
        let arrays = try request.paths.map {
            try NPYFile(InputContents(path: $0, storage: storage), storage: storage)
        }
        guard !arrays.isEmpty else { throw InputError("input", "no file is named; name at least one") }
        return try ArrayTable(request: request, storage: storage, threads: threads)
            .table(arrays.map(\.source), files: arrays.map(\.contents))
    }
}

/// One `.npy` file, mapped or read into storage.
struct NPYFile {
    var contents: InputContents
    var source: ArraySource

    init(_ contents: InputContents, storage: any Storage) throws {
        let path = contents.path
        self.contents = contents
        if try contents.isGzip() { throw InputError(path, "is compressed; unpack it first, so that it can be mapped") }
        let header = try NPYHeader(contents.head(min(contents.size, NPYHeader.longest)), path: path)
        try header.checkSize(contents.size, path: path)
        source = ArraySource(
            path: path, kind: header.kind, itemSize: header.itemSize, isBigEndian: header.isBigEndian,
            isFortranOrder: header.isFortranOrder, shape: header.shape, region: try contents.region(storage: storage),
            byteOffset: header.dataOffset)
    }
}
