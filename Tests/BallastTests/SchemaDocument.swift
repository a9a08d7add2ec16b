import BallastFormats
import Foundation

/// A file of `schemas/`, with the few words of JSON Schema that the tests walk along.
struct SchemaDocument {
    let root: JSONValue

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../schemas")
        root = try JSONValue(parsing: String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }

    /// The members of the object at a path of keys; none where there is no object.
    func members(_ path: String...) -> [String: JSONValue] { path.reduce(root) { $0[$1] ?? .null }.members }

    /// What `$ref` stands for, with the keys beside it.
    func resolved(_ schema: JSONValue) -> JSONValue {
        guard case .string(let reference)? = schema["$ref"] else { return schema }
        let target = reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] ?? .null }
        return .object(resolved(target).members.merging(schema.members) { _, own in own })
    }

    /// A value that the schema allows, every key of every object given.
    func sample(_ schema: JSONValue) -> JSONValue {
        let schema = resolved(schema)
        if let value = schema["const"] { return value }
        if case .array(let values)? = schema["enum"] { return values[0] }
        var type = schema["type"]
        if case .array(let types)? = type { type = types[0] }
        switch type {
        case .string("object"): return .object((schema["properties"] ?? .null).members.mapValues(sample))
        case .string("array"): return .array([sample(schema["items"] ?? .null)])
        case .string("integer"): return .number("1")
        case .string("number"): return .number("0.5")
        default: return .string("text")
        }
    }

    /// Every object of properties in the schema, with its place.
    func objects(_ schema: JSONValue? = nil, at place: String = "") -> [(place: String, schema: JSONValue)] {
        let schema = schema ?? root
        let below: [(place: String, schema: JSONValue)] =
            switch schema {
            case .object(let members): members.flatMap { objects($0.value, at: "\(place)/\($0.key)") }
            case .array(let elements): elements.flatMap { objects($0, at: place) }
            default: []
            }
        return below + (schema["type"] == .string("object") && schema["properties"] != nil ? [(place, schema)] : [])
    }
}

extension JSONValue {
    var members: [String: JSONValue] {
        if case .object(let members) = self { members } else { [:] }
    }

    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let flag): "\(flag)"
        default: nil
        }
    }
}
