/// JSON of which there is only one spelling: keys sorted by their UTF-8 bytes, shortest round-trip numbers, no escape that
/// is not required. The same value is the same bytes on every machine, so it can be hashed and compared.
public enum CanonicalJSON {
    /// Compact on one line, or with two spaces per level and a final newline.
    ///
    /// Property names become snake case, nil becomes null.
    /// - Throws: `EncodingError` for a number that is not finite; what the value's own `encode` throws.
    public static func string(_ value: some Encodable, pretty: Bool = false) throws -> String {
        var writer = Writer(pretty: pretty)
        writer.write(try JSONValue(encoding: value), level: 0)
        if pretty { writer.text.append(UInt8(ascii: "\n")) }
        return String(decoding: writer.text, as: UTF8.self)
    }

    /// Reads any JSON text, canonical or not, into a type encoded by ``string(_:pretty:)``.
    ///
    /// - Throws: ``JSONSyntaxError``, `DecodingError`.
    public static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONValue(parsing: text).decode(type)
    }

    /// Bytes, because a manifest of wide rows has hundreds of thousands of pieces of text.
    private struct Writer {
        var text: [UInt8] = []
        let pretty: Bool

        init(pretty: Bool) { self.pretty = pretty }

        mutating func write(_ value: JSONValue, level: Int) {
            switch value {
            case .null: add("null")
            case .bool(let flag): add(flag ? "true" : "false")
            case .number(let number): add(number)
            case .string(let string): write(string)
            case .array(let elements):
                list(elements, "[", "]", level) { $0.write($1, level: level + 1) }
            case .object(let members):
                let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                list(sorted, "{", "}", level) { writer, member in
                    writer.write(member.key)
                    writer.add(writer.pretty ? ": " : ":")
                    writer.write(member.value, level: level + 1)
                }
            }
        }

        private mutating func add(_ piece: String) { text.append(contentsOf: piece.utf8) }

        private mutating func breakLine(_ level: Int) {
            text.append(UInt8(ascii: "\n"))
            text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
        }

        private mutating func list<Element>(
            _ elements: [Element], _ open: String, _ close: String, _ level: Int,
            _ element: (inout Writer, Element) -> Void
        ) {
            add(open)
            for (index, value) in elements.enumerated() {
                if index > 0 { add(",") }
                if pretty { breakLine(level + 1) }
                element(&self, value)
            }
            if pretty, !elements.isEmpty { breakLine(level) }
            add(close)
        }

        private mutating func write(_ string: String) {
            add("\"")
            for byte in string.utf8 {
                switch byte {
                case UInt8(ascii: "\""): add("\\\"")
                case UInt8(ascii: "\\"): add("\\\\")
                case UInt8(ascii: "\n"): add("\\n")
                case UInt8(ascii: "\t"): add("\\t")
                case UInt8(ascii: "\r"): add("\\r")
                case 0..<0x20:
                    add(byte < 0x10 ? "\\u000" : "\\u00")
                    add(String(byte, radix: 16))
                default: text.append(byte)
                }
            }
            add("\"")
        }
    }
}
