import BallastFormats
import Yams

/// YAML text as a tree with places.
///
/// Plain scalars follow the core schema of YAML 1.2: `no`, `on` and `1:30` are texts, not truth values or base 60.
struct RecipeYAML {
    /// The place of a line.
    let place: (Int) -> RecipePlace
    private var count = 0

    private init(place: @escaping (Int) -> RecipePlace) { self.place = place }

    /// - Returns: nil for a text without a value.
    /// - Throws: ``RecipeError`` for a syntax error or a key that stands twice.
    static func parse(_ text: String, place: @escaping (Int) -> RecipePlace) throws -> RecipeValue? {
        var reader = RecipeYAML(place: place)
        do {
            return try Yams.compose(yaml: text, .default, .default, .utf8).map { try reader.value($0) }
        } catch let error as YamlError {
            throw reader.described(error)
        }
    }

    private mutating func value(_ node: Node) throws -> RecipeValue {
        let place = place(node.mark?.line ?? 1)
        // Aliases of aliases grow without bound: a text of 1 KB can stand for 10^9 values.
        count += 1
        guard count <= 100_000 else {
            throw RecipeError(place: place, path: "", problem: "more than 100000 values; a recipe has far fewer")
        }
        switch node {
        case .scalar(let scalar): return RecipeValue(.scalar(Self.scalar(scalar)), at: place)
        case .sequence(let sequence):
            return RecipeValue(.list(try sequence.map { try value($0) }), at: place)
        case .mapping(let mapping): return RecipeValue(.map(try members(mapping)), at: place)
        case .alias: throw RecipeError(place: place, path: "", problem: "an alias without its anchor")
        }
    }

    private mutating func members(_ mapping: Node.Mapping) throws -> [RecipeValue.Member] {
        var members: [RecipeValue.Member] = []
        for (key, node) in mapping {
            let place = place(key.mark?.line ?? 1)
            guard case .scalar(let scalar) = key else {
                throw RecipeError(place: place, path: "", problem: "a key that is a list or a map; write a text")
            }
            if members.contains(where: { $0.key == scalar.string }) { throw Self.twice([scalar.string], at: place) }
            members.append(.init(key: scalar.string, place: place, value: try value(node)))
        }
        return members
    }

    private static func scalar(_ scalar: Node.Scalar) -> JSONValue {
        let text = scalar.string
        if scalar.style != .plain || scalar.tag.description == Tag.Name.str.rawValue { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        return isDecimal(text) ? .number(text) : .string(text)
    }

    /// `[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?`
    private static func isDecimal(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits() -> Int {
            let count = rest.prefix { (48...57).contains($0) }.count
            rest.removeFirst(count)
            return count
        }
        func take(_ characters: String) -> Bool {
            guard let first = rest.first, characters.utf8.contains(first) else { return false }
            rest.removeFirst()
            return true
        }
        _ = take("+-")
        var count = digits()
        if take(".") { count += digits() }
        guard count > 0 else { return false }
        if take("eE") {
            _ = take("+-")
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }

    private static func twice(_ keys: [String], at place: RecipePlace) -> RecipeError {
        RecipeError(place: place, path: keys.joined(separator: ", "), problem: "stands twice in one map; keep one")
    }

    private func described(_ error: YamlError) -> RecipeError {
        func syntax(_ context: YamlError.Context?, _ problem: String, _ line: Int) -> RecipeError {
            let words = context.map { "\($0.text) in line \($0.mark.line): " } ?? ""
            return RecipeError(place: place(line), path: "", problem: "not YAML: \(words)\(problem)")
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return syntax(context, problem, mark.line)
        case .duplicatedKeysInMapping(let keys, let context): return Self.twice(keys, at: place(context.mark.line))
        case .reader(let problem, let offset, _, let text):
            let line = 1 + text.utf8.prefix(offset ?? 0).count { $0 == UInt8(ascii: "\n") }
            return syntax(nil, problem, line)
        default: return syntax(nil, "\(error)", 1)
        }
    }
}
