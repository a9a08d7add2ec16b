/// JSON of which there is only one spelling: keys sorted by their UTF-8 bytes, shortest round-trip numbers, no escape that
/// is not required. The same value is the same bytes on every machine, so it can be hashed and compared.
public enum CanonicalJSON {
    /// Compact on one line, or with two spaces per level and a final newline.
    ///
    /// Property names become snake case, nil becomes null.
    /// - Throws: `EncodingError` for a number that is not finite; what the value's own `encode` throws.
    public static func string(_ value: some Encodable, pretty: Bool = false) throws -> String {
        var text = ""
        write(try JSONValue(encoding: value), into: &text, pretty: pretty, level: 0)
        return pretty ? text + "\n" : text
    }

    /// Reads any JSON text, canonical or not, into a type encoded by ``string(_:pretty:)``.
    ///
    /// - Throws: ``JSONSyntaxError``, `DecodingError`.
    public static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONValue(parsing: text).decode(type)
    }

    private static func write(_ value: JSONValue, into text: inout String, pretty: Bool, level: Int) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let number): text += number
        case .string(let string): write(string, into: &text)
        case .array(let elements):
            list(elements, "[", "]", &text, pretty, level) { write($0, into: &$1, pretty: pretty, level: level + 1) }
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            list(sorted, "{", "}", &text, pretty, level) { member, text in
                write(member.key, into: &text)
                text += pretty ? ": " : ":"
                write(member.value, into: &text, pretty: pretty, level: level + 1)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], _ open: String, _ close: String, _ text: inout String, _ pretty: Bool, _ level: Int,
        _ element: (Element, inout String) -> Void
    ) {
        text += open
        for (index, value) in elements.enumerated() {
            if index > 0 { text += "," }
            if pretty { text += "\n" + String(repeating: "  ", count: level + 1) }
            element(value, &text)
        }
        if pretty, !elements.isEmpty { text += "\n" + String(repeating: "  ", count: level) }
        text += close
    }

    private static func write(_ string: String, into text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case "\u{0}"..<"\u{20}":
                let code = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
