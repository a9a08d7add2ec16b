public import BallastCore

/// Reads one input format. A new format is one file and one line in ``InputFormats``.
///
/// Text is parsed once, in parallel slices, into a binary spool in `storage`; an array that already lies in the right
/// layout is mapped where it is.
public protocol RowReader: Sendable {
    /// What `input.format` calls it.
    static var name: String { get }
    /// File name endings, without the dot; `.gz` is taken off before the comparison where the reader unpacks it.
    static var fileExtensions: [String] { get }
    /// Whether it reads tables, whose columns may be of any kind or be left out, as against arrays.
    static var isTable: Bool { get }
    /// Whether a file that starts with `bytes` (up to 512 of them) is of this format.
    static func recognizes(_ bytes: [UInt8]) -> Bool
    /// - Throws: ``InputError`` with file, line and column; nothing is guessed in silence.
    static func read(_ request: InputRequest, into storage: any Storage, threads: Int) throws -> InputTable
}
