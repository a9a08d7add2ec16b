import BallastCore

extension JSONValue {
    /// The tree of a value. Property names become snake case, dictionary keys stay, nil becomes null.
    ///
    /// - Throws: `EncodingError` for a number that is not finite; what the value's own `encode` throws.
    public init(encoding value: some Encodable) throws { self = try Self.tree(of: value, at: []) }

    static func tree(of value: some Encodable, at path: [any CodingKey]) throws -> JSONValue {
        switch value {
        case let value as JSONValue: return value
        // Its own encoding goes through float64 and could lose digits.
        case let value as ExactDecimal: return .number(value.description)
        default: break
        }
        let encoder = JSONValueEncoder(codingPath: path)
        try value.encode(to: encoder)
        return encoder.node.value
    }
}

extension JSONValue: Encodable {
    /// For coders other than the tree's own, which takes the tree as it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let text): try Int64(text).map { try container.encode($0) } ?? container.encode(Double(text))
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }
}

/// A place in the growing tree. Containers of one encoder share it, so a value may be encoded in several of them.
private final class JSONNode {
    private var leaf: JSONValue = .object([:])
    private var children: [String: JSONNode] = [:]
    private(set) var elements: [JSONNode]?

    var value: JSONValue {
        if let elements { return .array(elements.map(\.value)) }
        return children.isEmpty ? leaf : .object(children.mapValues(\.value))
    }

    func set(_ value: JSONValue) { leaf = value }
    func startArray() { if elements == nil { elements = [] } }

    func child(_ key: String) -> JSONNode {
        let child = JSONNode()
        children[key] = child
        return child
    }

    func append() -> JSONNode {
        let child = JSONNode()
        startArray()
        elements?.append(child)
        return child
    }
}

private struct JSONValueEncoder: Encoder {
    var codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    var node = JSONNode()

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(KeyedEncoder<Key>(codingPath: codingPath, node: node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.startArray()
        return UnkeyedEncoder(codingPath: codingPath, node: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleValueEncoder(codingPath: codingPath, node: node)
    }
}

private struct SingleValueEncoder: SingleValueEncodingContainer {
    var codingPath: [any CodingKey]
    let node: JSONNode

    func encodeNil() { node.set(.null) }
    func encode(_ value: Bool) { node.set(.bool(value)) }
    func encode(_ value: String) { node.set(.string(value)) }
    func encode(_ value: Double) throws { try set(value, isFinite: value.isFinite) }
    func encode(_ value: Float) throws { try set(value, isFinite: value.isFinite) }
    func encode<Value: Encodable>(_ value: Value) throws {
        if JSONValue.isInteger(Value.self), let integer = value as? any BinaryInteger {
            node.set(.number("\(integer)"))
        } else if let number = value as? Double {
            try encode(number)
        } else if let number = value as? Float {
            try encode(number)
        } else if let flag = value as? Bool {
            encode(flag)
        } else if let text = value as? String {
            encode(text)
        } else {
            node.set(try JSONValue.tree(of: value, at: codingPath))
        }
    }

    /// Swift's description is the shortest text that reads back as the same number; `5.0` is shortened to `5`.
    private func set(_ value: some CustomStringConvertible, isFinite: Bool) throws {
        guard isFinite else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "'\(value)' has no form in JSON"))
        }
        let text = value.description
        node.set(.number(text.hasSuffix(".0") ? String(text.dropLast(2)) : text))
    }
}

private struct UnkeyedEncoder: UnkeyedEncodingContainer {
    var codingPath: [any CodingKey]
    let node: JSONNode
    var count: Int { node.elements?.count ?? 0 }

    private func next() -> SingleValueEncoder {
        let path = codingPath + [JSONKey(intValue: count)]
        return SingleValueEncoder(codingPath: path, node: node.append())
    }

    func encodeNil() { next().encodeNil() }
    func encode<Value: Encodable>(_ value: Value) throws { try next().encode(value) }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        superEncoder().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { superEncoder().unkeyedContainer() }
    func superEncoder() -> any Encoder {
        let path = codingPath + [JSONKey(intValue: count)]
        return JSONValueEncoder(codingPath: path, node: node.append())
    }
}

private struct KeyedEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    var codingPath: [any CodingKey]
    let node: JSONNode

    private func nested(_ key: some CodingKey) -> JSONValueEncoder {
        let name = DictionaryKey.name(of: key)
        return JSONValueEncoder(codingPath: codingPath + [JSONKey(stringValue: name)], node: node.child(name))
    }

    private func member(_ key: Key) -> SingleValueEncoder {
        let encoder = nested(key)
        return SingleValueEncoder(codingPath: encoder.codingPath, node: encoder.node)
    }

    func encodeNil(forKey key: Key) { member(key).encodeNil() }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try member(key).encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<
        Nested
    > {
        nested(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { nested(JSONKey(stringValue: "super")) }
    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    // nil is written as null, so every object of one kind has the same keys.
    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try present(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try present(value, key) }

    private func present(_ value: (some Encodable)?, _ key: Key) throws {
        if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }
}
