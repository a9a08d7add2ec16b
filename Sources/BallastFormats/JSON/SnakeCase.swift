/// The one place where `rowsPerShard` of Swift becomes `rows_per_shard` of JSON and YAML.
///
/// Only this direction is needed: a decoder looks for the converted name of each property. Names of properties are
/// ASCII; bytes, because a manifest has tens of thousands of keys and characters are slow to ask for their case.
enum SnakeCase {
    static func key(_ name: String) -> String {
        var key: [UInt8] = []
        for byte in name.utf8 {
            if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) {
                key += [UInt8(ascii: "_"), byte | 0x20]
            } else {
                key.append(byte)
            }
        }
        return String(decoding: key, as: UTF8.self)
    }
}

/// A dictionary's keys are data and are never converted.
protocol StringKeyedDictionary {
    static func decode(
        _ members: [String: JSONValue], using decode: (any Decodable.Type, JSONValue, String) throws -> Any
    )
        throws -> Any?
    var encodableMembers: [String: any Encodable]? { get }
}

extension Dictionary: StringKeyedDictionary where Key == String {
    var encodableMembers: [String: any Encodable]? {
        var members: [String: any Encodable] = [:]
        for (key, value) in self {
            guard let encodable = value as? any Encodable else { return nil }
            members[key] = encodable
        }
        return members
    }

    static func decode(
        _ members: [String: JSONValue], using decode: (any Decodable.Type, JSONValue, String) throws -> Any
    )
        throws -> Any?
    {
        guard let type = Value.self as? any Decodable.Type else { return nil }
        var result: [String: Value] = [:]
        // In sorted order, so that of several errors always the same one is reported.
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            result[key] = try decode(type, member, key) as? Value
        }
        return result
    }
}
