import BallastCore

extension JSONValue {
    /// A value from its tree; the inverse of ``init(encoding:)``. Keys that the type does not ask for are not looked at.
    ///
    /// - Throws: `DecodingError` whose path is spelled as in JSON and whose description says what would be right.
    public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONValueDecoder(value: self, codingPath: []).decode(type)
    }
}

extension JSONValue: Decodable {
    /// Only from a tree: other decoders do not say what they hold.
    public init(from decoder: any Decoder) throws {
        guard let decoder = decoder as? JSONValueDecoder else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a JSON tree is read by CanonicalJSON only"))
        }
        self = decoder.value
    }

    /// The value as an error quotes it.
    package var quoted: String {
        switch self {
        case .null: "null"
        case .bool(let value): "'\(value)'"
        case .number(let text), .string(let text): "'\(text)'"
        case .array: "a list"
        case .object: "a map"
        }
    }
}

struct JSONValueDecoder: Decoder, SingleValueDecodingContainer {
    let value: JSONValue
    var codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func child(_ value: JSONValue, _ key: JSONKey) -> JSONValueDecoder {
        JSONValueDecoder(value: value, codingPath: codingPath + [key])
    }

    func failure(_ problem: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: problem))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else {
            throw failure("\(value.quoted) is not a map of keys and values")
        }
        return KeyedDecodingContainer(KeyedDecoder(decoder: self, members: members))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw failure("\(value.quoted) is not a list; write [...]") }
        return UnkeyedDecoder(decoder: self, elements: elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let flag) = value else { throw failure("\(value.quoted) is not true or false") }
        return flag
    }

    func decode(_ type: String.Type) throws -> String {
        switch value {
        // A number where a text is wanted is the text as it was written: a column called 2024.
        case .string(let text), .number(let text): return text
        case .null, .bool: throw failure("\(value.quoted) is not a text; put it in double quotes")
        case .array, .object: throw failure("\(value.quoted) is not a text")
        }
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard case .number(let text) = value, let number = Double(text), number.isFinite else {
            throw failure("\(value.quoted) is not a finite number")
        }
        return number
    }

    func decode(_ type: Float.Type) throws -> Float {
        guard case .number(let text) = value, let number = Float(text), number.isFinite else {
            throw failure("\(value.quoted) is not a finite number")
        }
        return number
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let result: Any
        switch type {
        case is Bool.Type: result = try decode(Bool.self)
        case is String.Type: result = try decode(String.self)
        case is Double.Type: result = try decode(Double.self)
        case is Float.Type: result = try decode(Float.self)
        case is ExactDecimal.Type: result = try exactDecimal()
        case is JSONValue.Type: result = value
        default: result = try integer(of: type) ?? structure(of: type)
        }
        guard let result = result as? Value else { throw failure("\(value.quoted) is not a \(type)") }
        return result
    }

    private func integer(of type: any Decodable.Type) throws -> Any? {
        guard JSONValue.isInteger(type), let type = type as? any FixedWidthInteger.Type else { return nil }
        return try integer(type)
    }

    private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
        guard case .number(let text) = value else { throw failure("\(value.quoted) is not a whole number") }
        // Seeds use all 64 bits, more than the digits of a decimal.
        if let integer = Integer(text) { return integer }
        let decimal = try? ExactDecimal(text)
        if let decimal, let integer = Integer(exactly: decimal.digits), decimal.isWhole { return integer }
        guard decimal?.isWhole ?? !text.contains(".") else { throw failure("'\(text)' is not a whole number") }
        throw failure("'\(text)' is out of range; \(Integer.min) to \(Integer.max)")
    }

    private func exactDecimal() throws -> ExactDecimal {
        guard case .number(let text) = value else { throw failure("\(value.quoted) is not a finite number") }
        do {
            return try ExactDecimal(text)
        } catch ExactDecimalError.tooManyDigits {
            throw failure("'\(text)' has too many digits; write at most 18")
        } catch {
            throw failure("'\(text)' is not a finite number")
        }
    }

    /// What the type makes of the value. Only where it can do nothing is it asked whether it is an enumeration, whose names
    /// are to be told: to learn that a type is none takes a search.
    private func structure<Value: Decodable>(of type: Value.Type) throws -> Value {
        do {
            return try Value(from: self)
        } catch {
            if let type = type as? any CaseIterable.Type { throw unknownName(among: type) ?? error }
            throw error
        }
    }

    /// What an enumeration of names says when none fits; nil for one whose raw values are no texts.
    private func unknownName<Choice: CaseIterable>(among type: Choice.Type) -> DecodingError? {
        let names = type.allCases.map { ($0 as? any RawRepresentable)?.rawValue as? String }
        guard names.allSatisfy({ $0 != nil }) else { return nil }
        return failure(
            "\(value.quoted) is not known; known: \(names.compactMap(\.self).sorted().joined(separator: ", "))")
    }
}

private struct UnkeyedDecoder: UnkeyedDecodingContainer {
    let decoder: JSONValueDecoder
    let elements: [JSONValue]
    var currentIndex = 0
    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    private mutating func next() throws -> JSONValueDecoder {
        guard !isAtEnd else { throw decoder.failure("the list ends after \(elements.count) values") }
        defer { currentIndex += 1 }
        return decoder.child(elements[currentIndex], JSONKey(intValue: currentIndex))
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }
    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try next().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }
}

private struct KeyedDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: JSONValueDecoder
    let members: [String: JSONValue]
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { members.keys.sorted().compactMap(Key.init) }

    private func member(_ key: some CodingKey) throws -> JSONValueDecoder {
        let name = DictionaryKey.name(of: key)
        guard let value = members[name] else { throw decoder.failure("'\(name)' is missing") }
        return decoder.child(value, JSONKey(stringValue: name))
    }

    func contains(_ key: Key) -> Bool { members[DictionaryKey.name(of: key)] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try member(key).decodeNil() }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try member(key).decode(type) }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        try member(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { try member(JSONKey(stringValue: "super")) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}
