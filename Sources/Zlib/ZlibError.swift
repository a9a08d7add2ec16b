/// What a compressed stream, or the library that reads or writes it, complained about.
///
/// The caller adds where (file and position); the description says what is wrong and what would be right.
public struct ZlibError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Kind: Sendable, Equatable {
        /// The input ended inside a stream.
        case truncated
        /// The stream's own CRC-32, length or Adler-32 does not fit its content.
        case checksum
        /// Bytes follow the end of the stream.
        case trailingBytes
        /// The bytes are not a valid stream of the format asked for.
        case corrupt
        /// A stream that holds more or fewer bytes than the caller expects.
        case length
        /// The stream needs what this reader does not offer (a preset dictionary, a method that is not deflate).
        case unsupported
        /// A setting outside its range, or the library failed for want of memory.
        case refused
    }

    public let kind: Kind
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
