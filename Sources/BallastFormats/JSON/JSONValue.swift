/// A JSON document as a tree. Numbers keep their text, so no digit is lost between reading and writing.
public indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A finite decimal as JSON writes it.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The value of a key of an object.
    public subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }
}

/// One step of the path to a value: a key of an object as JSON spells it, or an index of an array.
struct JSONKey: CodingKey {
    var stringValue: String
    var intValue: Int?

    init(stringValue: String) { self.stringValue = stringValue }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}
