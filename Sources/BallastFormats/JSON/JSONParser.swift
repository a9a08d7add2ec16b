extension JSONValue {
    /// Reads a JSON text (RFC 8259): one value, at most 500 levels deep, no key twice in one object.
    ///
    /// - Throws: ``JSONSyntaxError`` with the line.
    /// - Complexity: O(bytes).
    public init(parsing text: String) throws {
        var parser = JSONParser(bytes: Array(text.utf8))
        self = try parser.document()
    }
}

/// A text is not JSON.
public struct JSONSyntaxError: Error, Equatable, CustomStringConvertible, Sendable {
    /// From 1.
    public var line: Int
    /// What is wrong there.
    public var problem: String

    public var description: String { "\(line): \(problem)" }
}

private struct JSONParser {
    let bytes: [UInt8]
    var position = 0
    var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws -> JSONValue {
        let value = try self.value()
        skipSpace()
        guard position == bytes.count else { throw failure("text after the end of the value") }
        return value
    }

    private func failure(_ problem: String) -> JSONSyntaxError {
        JSONSyntaxError(
            line: 1 + bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") }, problem: problem)
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws {
        guard take(character) else { throw failure("'\(character)' expected") }
    }

    private mutating func value() throws -> JSONValue {
        skipSpace()
        depth += 1
        defer { depth -= 1 }
        guard depth <= 500 else { throw failure("more than 500 levels") }
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        default: return try literal()
        }
    }

    private mutating func object() throws -> JSONValue {
        try expect("{")
        var members: [String: JSONValue] = [:]
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            let key = try string()
            try expect(":")
            guard members.updateValue(try value(), forKey: key) == nil else {
                throw failure("key '\(key)' stands twice")
            }
        } while take(",")
        try expect("}")
        return .object(members)
    }

    private mutating func array() throws -> JSONValue {
        try expect("[")
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        repeat { elements.append(try value()) } while take(",")
        try expect("]")
        return .array(elements)
    }

    private mutating func literal() throws -> JSONValue {
        let start = position
        while let byte = next, !" \t\r\n,]}:".utf8.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            guard Self.isNumber(bytes[start..<position]) else {
                position = start
                throw failure(text.isEmpty ? "a value expected" : "'\(text)' is no JSON value")
            }
            return .number(text)
        }
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?`
    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func digits() -> ArraySlice<UInt8> {
            let digits = rest.prefix { (48...57).contains($0) }
            rest = rest[digits.endIndex...]
            return digits
        }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = digits()
        guard !whole.isEmpty, whole.count == 1 || whole.first != 48 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            if digits().isEmpty { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
            if digits().isEmpty { return false }
        }
        return rest.isEmpty
    }

    private mutating func string() throws -> String {
        guard take("\"") else { throw failure("'\"' expected") }
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw failure("text is not UTF-8") }
                return string
            case UInt8(ascii: "\\"): text += String(try escape()).utf8
            case 0..<32: throw failure("control character in a text")
            default: text.append(byte)
            }
        }
        throw failure("text without end")
    }

    private mutating func escape() throws -> Unicode.Scalar {
        let byte = next ?? 0
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw failure("unknown escape in a text")
        }
    }

    private mutating func unicodeEscape() throws -> Unicode.Scalar {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code), next == UInt8(ascii: "\\") {
            position += 1
            guard next == UInt8(ascii: "u") else { throw failure("half of a surrogate pair") }
            position += 1
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw failure("half of a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws -> UInt32 {
        let digits = bytes[position...].prefix(4).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 4 else { throw failure("four hexadecimal digits expected") }
        position += 4
        return digits.reduce(0) { $0 << 4 | UInt32($1) }
    }
}
