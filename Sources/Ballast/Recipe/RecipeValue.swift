import BallastFormats

/// A recipe as a tree before it is decoded: each value and each key knows where it was given.
struct RecipeValue: Sendable {
    enum Content: Sendable {
        case scalar(JSONValue)
        case list([RecipeValue])
        case map([Member])
    }

    struct Member: Sendable {
        var key: String
        var place: RecipePlace
        var value: RecipeValue
    }

    var content: Content
    var place: RecipePlace

    init(_ content: Content, at place: RecipePlace) {
        self.content = content
        self.place = place
    }

    init(_ value: JSONValue, at place: RecipePlace) {
        self.place = place
        switch value {
        case .array(let elements): content = .list(elements.map { RecipeValue($0, at: place) })
        case .object(let members):
            content = .map(
                members.sorted { $0.key < $1.key }
                    .map { Member(key: $0.key, place: place, value: RecipeValue($0.value, at: place)) })
        default: content = .scalar(value)
        }
    }

    var json: JSONValue {
        switch content {
        case .scalar(let value): value
        case .list(let elements): .array(elements.map(\.json))
        case .map(let members): .object(Dictionary(members.map { ($0.key, $0.value.json) }) { _, last in last })
        }
    }

    var isNull: Bool {
        if case .scalar(.null) = content { true } else { false }
    }

    /// The members of a map; none for anything else.
    var members: [Member] {
        get { if case .map(let members) = content { members } else { [] } }
        set { content = .map(newValue) }
    }

    subscript(key: String) -> RecipeValue? { members.first { $0.key == key }?.value }

    /// Where the value at `path` was given, or else what stands above it.
    func place(of path: RecipePath) -> RecipePlace {
        var value = self
        var found = RecipePlace.builtIn
        for step in path.steps {
            switch (value.content, step) {
            case (.map(let members), .key(let key)):
                guard let member = members.first(where: { $0.key == key }) else { return found }
                if member.place != .builtIn { found = member.place }
                value = member.value
            case (.list(let elements), .index(let index)) where elements.indices.contains(index):
                value = elements[index]
                if value.place != .builtIn { found = value.place }
            default: return found
            }
        }
        return found
    }
}

/// The way to a setting: `labels[0].amount`.
struct RecipePath: Hashable, CustomStringConvertible, Sendable {
    enum Step: Hashable, Sendable {
        case key(String)
        case index(Int)
    }

    var steps: [Step] = []

    init() {}

    init(_ codingPath: [any CodingKey]) {
        steps = codingPath.map { $0.intValue.map(Step.index) ?? .key($0.stringValue) }
    }

    /// Reads ``description``. A key with a dot in it cannot be told from two keys.
    init(_ text: String) {
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            if part.hasSuffix("]"), let open = part.lastIndex(of: "["),
                let index = Int(part[part.index(after: open)...].dropLast())
            {
                steps += [.key(String(part[..<open])), .index(index)]
            } else {
                steps.append(.key(String(part)))
            }
        }
    }

    static func + (path: RecipePath, key: String) -> RecipePath {
        var path = path
        path.steps.append(.key(key))
        return path
    }

    static func + (path: RecipePath, index: Int) -> RecipePath {
        var path = path
        path.steps.append(.index(index))
        return path
    }

    var description: String {
        steps.reduce("") { text, step in
            switch step {
            case .key(let key): text.isEmpty ? key : "\(text).\(key)"
            case .index(let index): "\(text)[\(index)]"
            }
        }
    }
}
