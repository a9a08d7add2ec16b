/// Something surprising but tolerable, said at the end of a run and kept in the manifest. Under `--strict` it is an error.
public struct Notice: Codable, Hashable, Sendable {
    /// What happened, in the wording of an error: lower case, no full stop, values in quotes.
    public var text: String

    public init(_ text: String) { self.text = text }
}
