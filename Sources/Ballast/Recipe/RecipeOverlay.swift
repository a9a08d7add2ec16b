import BallastCore
import BallastFormats

/// The default recipe with the user's keys laid over it, layer by layer: the file, then the command line.
///
/// A key that the defaults do not have is unknown, at any level. An empty map among the defaults takes any keys.
struct RecipeOverlay {
    private(set) var tree: RecipeValue
    private(set) var notices: [String] = []

    init() throws { tree = RecipeValue(try JSONValue(encoding: Recipe()), at: .builtIn) }

    mutating func lay(_ layer: RecipeValue) throws { tree = try merge(tree, layer, RecipePath()) }

    private mutating func merge(_ base: RecipeValue, _ user: RecipeValue, _ path: RecipePath) throws -> RecipeValue {
        switch path.description {
        case "balance": try mergeBalance(base, user, path)
        case "split": try mergeMembers(try clearingOtherSplit(base, user, path), user, path)
        case "method": try mergeMethod(base, user, path)
        case "labels": try mergeKinds(user, path, Recipe.Rule.defaults.map { ($0.kind, $0) })
        case "guards": try mergeKinds(user, path, Recipe.Guard.defaults.map { ($0.kind, $0) })
        default: try mergeMembers(base, user, path)
        }
    }

    private mutating func mergeMembers(_ base: RecipeValue, _ user: RecipeValue, _ path: RecipePath) throws
        -> RecipeValue
    {
        guard !base.members.isEmpty else { return user }
        if user.isNull { return base }
        var result = base
        result.place = user.place
        for member in try Self.members(user, path, known: base.members.map(\.key)) {
            for index in result.members.indices where result.members[index].key == member.key {
                let value = try merge(result.members[index].value, member.value, path + member.key)
                result.members[index] = .init(key: member.key, place: member.place, value: value)
            }
        }
        return result
    }

    /// The members of a map, all of which are known.
    private static func members(_ user: RecipeValue, _ path: RecipePath, known: [String]) throws -> [RecipeValue.Member]
    {
        guard case .map(let members) = user.content else {
            let example = known.contains("kind") ? "; write {kind: \(user.scalarText)}" : ""
            throw RecipeError(
                place: user.place, path: path.description,
                problem: "\(user.json.quoted) is not a map of settings\(example)")
        }
        for member in members where !known.contains(member.key) {
            // Whoever has named the kind is looking for one of its settings.
            let others = known.filter { $0 != "kind" || !members.contains { $0.key == "kind" } }.sorted()
            let hint = others.isEmpty ? "there are no settings here" : "known: \(others.joined(separator: ", "))"
            throw RecipeError(
                place: member.place, path: (path + member.key).description, problem: "unknown key; \(hint)")
        }
        return members
    }

    /// `balance` holds one goal, which a later layer replaces, and options beside it.
    private mutating func mergeBalance(_ base: RecipeValue, _ user: RecipeValue, _ path: RecipePath) throws
        -> RecipeValue
    {
        if user.isNull { return base }
        let options = Recipe.Balance.optionKeys
        let known = Recipe.Balance.Goal.CodingKeys.allCases.map(\.rawValue) + options
        let given = try Self.members(user, path, known: known)
        let goals = given.filter { !options.contains($0.key) }
        if goals.count > 1 { throw Self.exclusive(goals[1], goals[0], path) }
        var members = base.members
        if let goal = goals.first, let index = members.firstIndex(where: { !options.contains($0.key) }) {
            if members[index].key != goal.key { noteDropped(members[index], path, goal) }
            members[index] = goal
        }
        for option in given where options.contains(option.key) {
            let old = base[option.key]
            members.removeAll { $0.key == option.key }
            if option.value.isNull { continue }
            let value = option.key == "drop" ? try mergeDrop(old, option.value, path + option.key) : option.value
            members.append(.init(key: option.key, place: option.place, value: value))
        }
        return RecipeValue(.map(members), at: user.place)
    }

    /// `split.column` and the shares replace each other.
    private mutating func clearingOtherSplit(
        _ base: RecipeValue, _ user: RecipeValue, _ path: RecipePath
    ) throws -> RecipeValue {
        let given = user.members.filter { !$0.value.isNull }
        guard let first = given.first else { return base }
        if let other = given.first(where: { ($0.key == "column") != (first.key == "column") }) {
            throw Self.exclusive(other, first, path)
        }
        var result = base
        let defaults = RecipeValue(try JSONValue(encoding: Recipe.Split()), at: .builtIn)
        for (index, old) in base.members.enumerated()
        where old.place != .builtIn && !old.value.isNull && (old.key == "column") != (first.key == "column") {
            noteDropped(old, path, first)
            if let value = defaults[old.key] {
                result.members[index] = .init(key: old.key, place: .builtIn, value: value)
            }
        }
        return result
    }

    private mutating func mergeMethod(_ base: RecipeValue, _ user: RecipeValue, _ path: RecipePath) throws
        -> RecipeValue
    {
        if user.isNull { return base }
        guard let kind = user["kind"] else { return try mergeMembers(base, user, path) }
        var defaults = try Self.defaults(ofKind: kind, path, Recipe.Method.defaults.map { ($0.kind, $0) })
        if base["kind"]?.json == kind.json {
            defaults = base
        } else if let member = user.members.first(where: { $0.key == "kind" }) {
            for old in base.members where old.place != .builtIn && old.key != "kind" { noteDropped(old, path, member) }
        }
        return try mergeMembers(defaults, user, path)
    }

    private mutating func mergeKinds(
        _ user: RecipeValue, _ path: RecipePath, _ known: [(name: String, value: any Encodable)]
    ) throws -> RecipeValue {
        guard case .list(let entries) = user.content else { return user }
        var result: [RecipeValue] = []
        for (index, entry) in entries.enumerated() { result.append(try mergeKind(entry, path + index, known)) }
        return RecipeValue(.list(result), at: user.place)
    }

    private mutating func mergeKind(
        _ user: RecipeValue, _ path: RecipePath, _ known: [(name: String, value: any Encodable)]
    ) throws -> RecipeValue {
        guard case .map = user.content, let kind = user["kind"] else {
            let names = known.map(\.name).sorted().joined(separator: ", ")
            throw RecipeError(
                place: user.place, path: path.description, problem: "a map with a kind is wanted; known kinds: \(names)"
            )
        }
        return try mergeMembers(try Self.defaults(ofKind: kind, path, known), user, path)
    }

    /// A later layer changes settings of the kind that stands, or names another one.
    private mutating func mergeDrop(_ base: RecipeValue?, _ user: RecipeValue, _ path: RecipePath) throws -> RecipeValue
    {
        if let base, case .map = user.content, user["kind"].map({ $0.json == base["kind"]?.json }) ?? true {
            return try mergeMembers(base, user, path)
        }
        return try mergeKind(user, path, Recipe.Drop.defaults.map { ($0.kind, $0) })
    }

    private static func defaults(
        ofKind kind: RecipeValue, _ path: RecipePath, _ known: [(name: String, value: any Encodable)]
    ) throws -> RecipeValue {
        guard let value = known.first(where: { .string($0.name) == kind.json })?.value else {
            let names = known.map(\.name).sorted().joined(separator: ", ")
            throw RecipeError(
                place: kind.place, path: (path + "kind").description,
                problem: "\(kind.json.quoted) is not known; known: \(names)")
        }
        return RecipeValue(try JSONValue(encoding: value), at: .builtIn)
    }

    static func exclusive(_ second: RecipeValue.Member, _ first: RecipeValue.Member, _ path: RecipePath) -> RecipeError
    {
        RecipeError(
            place: second.place, path: (path + second.key).description,
            problem: "does not go with \(path + first.key); keep one of them")
    }

    private mutating func noteDropped(_ old: RecipeValue.Member, _ path: RecipePath, _ new: RecipeValue.Member) {
        if let notice = Self.droppedNotice(old, path, new) { notices.append(notice) }
    }

    /// nil where nobody gave what is dropped.
    static func droppedNotice(_ old: RecipeValue.Member, _ path: RecipePath, _ new: RecipeValue.Member) -> String? {
        guard old.place != .builtIn else { return nil }
        return RecipeError(
            place: old.place, path: (path + old.key).description,
            problem: "dropped, because \(new.place) sets \(path + new.key)"
        ).description
    }
}

extension RecipeValue {
    /// A scalar as it was written; empty for lists and maps.
    fileprivate var scalarText: String {
        switch content {
        case .scalar(.string(let text)), .scalar(.number(let text)): text
        case .scalar(.bool(let flag)): "\(flag)"
        default: ""
        }
    }
}
