/// The few Python literals that NumPy writes into a header: a dictionary of strings, truth values and tuples of numbers.
struct PythonDictionary {
    enum Value: Equatable {
        case text(String)
        case truth(Bool)
        case tuple([Int])
        /// Anything else, such as the list of a structured type.
        case other
    }

    private let text: [UInt8]
    private var position = 0

    init(text: String) { self.text = Array(text.utf8) }

    /// nil if the text is no such dictionary.
    mutating func parse() -> [String: Value]? {
        guard take("{") else { return nil }
        var entries: [String: Value] = [:]
        while !take("}") {
            guard let key = string(), take(":"), let value = value() else { return nil }
            entries[key] = value
            if !take(",") {
                guard take("}") else { return nil }
                break
            }
        }
        skipSpace()
        return position == text.count ? entries : nil
    }

    private mutating func value() -> Value? {
        skipSpace()
        guard position < text.count else { return nil }
        switch text[position] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return string().map { .text($0) }
        case UInt8(ascii: "("): return tuple().map { .tuple($0) }
        case UInt8(ascii: "["): return skipList() ? .other : nil
        default: return word().flatMap { $0 == "True" ? .truth(true) : $0 == "False" ? .truth(false) : .other }
        }
    }

    private mutating func string() -> String? {
        skipSpace()
        guard position < text.count else { return nil }
        let quote = text[position]
        guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        guard let end = text[(position + 1)...].firstIndex(of: quote) else { return nil }
        defer { position = end + 1 }
        return String(decoding: text[position + 1..<end], as: UTF8.self)
    }

    private mutating func tuple() -> [Int]? {
        guard take("(") else { return nil }
        var numbers: [Int] = []
        while !take(")") {
            // Python 2 wrote long numbers with an L behind them.
            guard var digits = word() else { return nil }
            if digits.hasSuffix("L") { digits.removeLast() }
            guard let number = Int(digits) else { return nil }
            numbers.append(number)
            if !take(",") { return take(")") ? numbers : nil }
        }
        return numbers
    }

    private mutating func skipList() -> Bool {
        var depth = 0
        while position < text.count {
            if text[position] == UInt8(ascii: "[") { depth += 1 }
            if text[position] == UInt8(ascii: "]") { depth -= 1 }
            position += 1
            if depth == 0 { return true }
        }
        return false
    }

    private mutating func word() -> String? {
        skipSpace()
        let start = position
        while position < text.count, !", )]}:".utf8.contains(text[position]) { position += 1 }
        return position > start ? String(decoding: text[start..<position], as: UTF8.self) : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < text.count, text[position] == UInt8(ascii: " ") || text[position] == UInt8(ascii: "\n") {
            position += 1
        }
    }
}
