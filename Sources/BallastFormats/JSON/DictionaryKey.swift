/// The keys of a dictionary are data and never converted, unlike the names of properties.
///
/// A dictionary writes and reads itself by a type of key of its own, which is learned from one. To ask each type whether it
/// is a dictionary would take a search of all conformances of the process for every one that is none.
enum DictionaryKey {
    /// The name in JSON of a key by which a value writes or reads itself.
    static func name<Key: CodingKey>(of key: Key) -> String {
        ObjectIdentifier(Key.self) == own ? key.stringValue : SnakeCase.key(key.stringValue)
    }

    private static let own: ObjectIdentifier? = {
        let probe = KeyProbe()
        _ = try? [String: Bool](from: probe)
        return probe.found
    }()
}

/// A decoder that holds nothing and remembers by which keys it was asked.
private final class KeyProbe: Decoder {
    private(set) var found: ObjectIdentifier?
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private struct Empty: Error {}

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        found = ObjectIdentifier(type)
        throw Empty()
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Empty() }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw Empty() }
}
