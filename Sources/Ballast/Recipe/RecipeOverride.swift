import BallastFormats

/// One setting of the command line, which is laid over the recipe's file.
public struct RecipeOverride: Sendable {
    /// What a setting is set to.
    public enum Value: Sendable {
        /// YAML: `7`, `[a, b]`, `{fraud: 10}`.
        case yaml(String)
        /// Taken as it is.
        case text(String)
        /// A list of texts, each taken as it is.
        case texts([String])
    }

    /// The setting, `method.neighbors`.
    public var path: String
    /// What it is set to.
    public var value: Value
    /// What an error calls it.
    public var option: String

    /// - Parameters: `option` is the flag that stands for the setting, by default `--set PATH`.
    public init(_ path: String, _ value: Value, option: String? = nil) {
        self.path = path
        self.value = value
        self.option = option ?? "--set \(path)"
    }

    var place: RecipePlace { .option(option, path: path) }

    func tree() throws -> RecipeValue {
        switch value {
        case .text(let text): RecipeValue(.scalar(.string(text)), at: place)
        case .texts(let texts): RecipeValue(.array(texts.map(JSONValue.string)), at: place)
        case .yaml(let text):
            try RecipeYAML.parse(text, place: { _ in place }) ?? RecipeValue(.scalar(.null), at: place)
        }
    }
}

/// All settings of the command line as one layer. A later one replaces an earlier one, and of the keys that exclude each
/// other the last one stands.
struct RecipeOverrideLayer {
    private(set) var tree = RecipeValue(.map([]), at: .builtIn)
    private(set) var notices: [String] = []

    init(_ overrides: [RecipeOverride]) throws {
        var tree = tree
        for override in overrides {
            let path = RecipePath(override.path)
            guard path.steps.allSatisfy({ $0 != .key("") }) else {
                throw RecipeError(
                    place: override.place, path: "", problem: "is no setting; write one such as method.neighbors=7")
            }
            try insert(override, ArraySlice(path.steps), under: RecipePath(), into: &tree)
        }
        self.tree = tree
    }

    private mutating func insert(
        _ override: RecipeOverride, _ steps: ArraySlice<RecipePath.Step>, under path: RecipePath,
        into tree: inout RecipeValue
    ) throws {
        guard case .key(let key)? = steps.first else {
            throw RecipeError(place: override.place, path: "", problem: "is an element of a list; give the whole list")
        }
        var members = tree.members
        var member = RecipeValue.Member(
            key: key, place: override.place, value: RecipeValue(.map([]), at: override.place))
        if let old = members.first(where: { $0.key == key }), case .map = old.value.content, steps.count > 1 {
            member.value = old.value
        }
        members.removeAll { $0.key == key }
        for old in members where Self.exclude(old.key, key, under: path) {
            notices += [RecipeOverlay.droppedNotice(old, path, member)].compactMap { $0 }
            members.removeAll { $0.key == old.key }
        }
        if steps.count == 1 {
            member.value = try override.tree()
        } else {
            try insert(override, steps.dropFirst(), under: path + key, into: &member.value)
        }
        tree.members = members + [member]
    }

    private static func exclude(_ first: String, _ second: String, under path: RecipePath) -> Bool {
        switch path.description {
        case "balance": Recipe.Balance.Goal.isKey(first) && Recipe.Balance.Goal.isKey(second)
        case "split": (first == "column") != (second == "column")
        default: false
        }
    }
}
