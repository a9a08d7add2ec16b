public import BallastCore
internal import CKernels

/// Comma-separated values as RFC 4180 has them, with any delimiter, header or not, plain or gzip-compressed.
///
/// - Rows end with LF or CRLF, the last one also with CR or nothing; blank lines at the end do not count (so a table of
///   one column cannot end with empty cells unless they are quoted). A byte order mark is passed over.
/// - Spaces around a value do not count, inside quotes they do. Tabs always count. A quoted number is a number.
/// - A number is digits with sign, point and exponent, read as `numpy.float32(float(text))`. nan and inf are no values.
public enum CSVReader: RowReader {
    public static let name = "csv"
    public static let fileExtensions = ["csv"]
    public static let isTable = true

    /// Text: no zero byte and no other control characters than white space.
    public static func recognizes(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    public static func read(_ request: InputRequest, into storage: any Storage, threads: Int) throws -> InputTable {
        try DelimitedText(request, delimiter: request.delimiter, storage: storage).read(threads: threads)
    }
}

/// Tab-separated values: ``CSVReader`` with a tab for delimiter.
public enum TSVReader: RowReader {
    public static let name = "tsv"
    public static let fileExtensions = ["tsv", "tab"]
    public static let isTable = true

    /// Text with a tab and no comma in its first line.
    public static func recognizes(_ bytes: [UInt8]) -> Bool {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        return CSVReader.recognizes(bytes) && line.contains(0x09) && !line.contains(UInt8(ascii: ","))
    }

    public static func read(_ request: InputRequest, into storage: any Storage, threads: Int) throws -> InputTable {
        try DelimitedText(request, delimiter: request.delimiter ?? 0x09, storage: storage).read(threads: threads)
    }
}
