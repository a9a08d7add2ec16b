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

    /// Asked of every type that is read or written. Whether it conforms to a protocol would take longer: before the
    /// runtime says no, it has searched all conformances of the process, and a recipe has a hundred types.
    static func isInteger(_ type: Any.Type) -> Bool { integers.contains(ObjectIdentifier(type)) }

    private static let integers = Set(
        ([
            Int.self, Int8.self, Int16.self, Int32.self, Int64.self, UInt.self, UInt8.self, UInt16.self, UInt32.self,
            UInt64.self,
        ] as [any FixedWidthInteger.Type]).map { ObjectIdentifier($0) })
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
