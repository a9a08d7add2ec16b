public import BallastCore

/// The input formats there are. To add one, write its ``RowReader`` and name it here.
public enum InputFormats {
    /// In the order in which the first bytes of a file are shown to them.
    public static let all: [any RowReader.Type] = [NPYReader.self, HDF5Reader.self, TSVReader.self, CSVReader.self]

    /// The reader that `request.format` names; for `auto` by the extension of the first file, then by its first bytes.
    ///
    /// - Throws: ``InputError`` when there is none, listing the formats.
    public static func reader(for request: InputRequest, storage: any Storage) throws -> any RowReader.Type {
        let names = all.map { $0.name }.sorted().joined(separator: ", ")
        guard request.format == "auto" else {
            if let reader = all.first(where: { $0.name == request.format }) { return reader }
            throw InputError("input.format", "unknown format '\(request.format)'; use auto, \(names)")
        }
        guard let path = request.paths.first else { throw InputError("input", "no file is named; name at least one") }
        if let reader = all.first(where: { $0.fileExtensions.contains(fileExtension(path)) }) { return reader }
        if path == "-" { throw InputError("-", "standard input has no file name; name its format with input.format") }
        let contents = try InputContents(path: path, storage: storage)
        guard contents.isMappable else { throw InputError(path, "is a pipe; name its format with input.format") }
        let head = try contents.makeTextSource().readAll(upTo: 512)
        if head.isEmpty { throw InputError(path, "is empty; a table has at least one row") }
        if let reader = all.first(where: { $0.recognizes(head) }) { return reader }
        throw InputError(path, "is of no known format; name it with input.format: \(names)")
    }

    /// The ending of the file's name in lower case, `.gz` taken off.
    static func fileExtension(_ path: String) -> String {
        var parts =
            path.split(separator: "/", omittingEmptySubsequences: false).last.map { $0.split(separator: ".") } ?? []
        if parts.last?.lowercased() == "gz" { parts.removeLast() }
        return parts.count > 1 ? parts[parts.count - 1].lowercased() : ""
    }
}

/// Reads the inputs of one data set.
///
/// - Parameters:
///   - storage: where rows, codes and labels go; memory in use beyond it is a few megabytes per thread.
///   - threads: how many to use; the result does not depend on it.
/// - Throws: ``InputError`` with file, line and column; errors of `storage`.
public func readInput(_ request: InputRequest, storage: any Storage, threads: Int) throws -> InputTable {
    try InputFormats.reader(for: request, storage: storage).read(request, into: storage, threads: threads)
}

/// The names of all columns of a table, label included, from its header alone; empty for arrays.
///
/// - Throws: ``InputError`` when the input is missing or its header cannot be read.
public func columnNames(of request: InputRequest) throws -> [String] {
    let storage = MemoryStorage()
    switch try InputFormats.reader(for: request, storage: storage).name {
    case CSVReader.name: return try DelimitedText(request, delimiter: request.delimiter, storage: storage).names
    case TSVReader.name: return try DelimitedText(request, delimiter: request.delimiter ?? 0x09, storage: storage).names
    default: return []
    }
}
