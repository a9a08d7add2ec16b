import Ballast
import BallastCore
import BallastFormats
import Testing

struct SchemaTests {
    private let schema: SchemaDocument

    init() throws { schema = try SchemaDocument("recipe.schema.json") }

    @Test("the recipe's schema has the keys and the defaults of the recipe, and no others")
    func recipe() throws {
        try compare(schema.root, with: JSONValue(encoding: Recipe()), at: "recipe", exceptions: ["balance", "method"])
        let balance = schema.members("properties", "balance", "properties")
        #expect(balance.compactMapValues { $0["default"] } == (try JSONValue(encoding: Recipe().balance)).members)
        #expect(Set(balance.keys) == ["to", "ratio", "counts", "multiply", "temper", "rows", "by", "drop"])
    }

    private func compare(_ schema: JSONValue, with value: JSONValue, at place: String, exceptions: Set<String>) throws {
        let properties = (schema["properties"] ?? .null).members
        #expect(Set(properties.keys) == Set(value.members.keys), "\(place)")
        for (key, property) in properties where !exceptions.contains(key) {
            let property = self.schema.resolved(property)
            let given = try #require(value[key])
            if property["properties"] != nil {
                try compare(property, with: given, at: "\(place).\(key)", exceptions: exceptions)
            } else if key != "kind" {
                #expect(property["default"] == given, "\(place).\(key)")
            }
        }
    }

    @Test("every method and every label rule has an entry with its settings, and no entry is without one")
    func kinds() throws {
        let methods = schema.members("$defs", "methods")
        #expect(Set(methods.keys) == Set(SynthesisMethods.all.map { $0.name }))
        for type in SynthesisMethods.all {
            try check(methods, type.name, JSONValue(encoding: Recipe.Method(type.init())))
        }
        let rules = schema.members("$defs", "rules")
        #expect(Set(rules.keys) == Set(LabelRules.all.map { $0.name }))
        for type in LabelRules.all { try check(rules, type.name, JSONValue(encoding: Recipe.Rule(type.init()))) }
        #expect(listed(schema.members("properties", "method")) == Set(methods.keys))
        #expect(listed(schema.members("properties", "labels", "items")) == Set(rules.keys))
    }

    @Test("every guard and every way of under-sampling has an entry with its settings, and no entry is without one")
    func judges() throws {
        let guards = schema.members("$defs", "guards")
        #expect(Set(guards.keys) == Set(RowGuards.all.map { $0.name }))
        for type in RowGuards.all { try check(guards, type.name, JSONValue(encoding: Recipe.Guard(type.init()))) }
        let drops = schema.members("$defs", "drops")
        #expect(Set(drops.keys) == Set(UnderSamplers.all.map { $0.name }))
        for type in UnderSamplers.all { try check(drops, type.name, JSONValue(encoding: Recipe.Drop(type.init()))) }
        #expect(listed(schema.members("properties", "guards", "items")) == Set(guards.keys))
        #expect(listed(schema.members("properties", "balance", "properties", "drop")) == Set(drops.keys))
    }

    private func check(_ entries: [String: JSONValue], _ name: String, _ defaults: JSONValue) throws {
        let entry = try #require(entries[name])
        #expect(entry["properties"]?["kind"]?["const"] == .string(name))
        // Only the default method may be left unnamed.
        #expect(entry["required"] == (name == Recipe().method.kind ? nil : .array([.string("kind")])))
        try compare(entry, with: defaults, at: name, exceptions: [])
    }

    private func listed(_ choice: [String: JSONValue]) -> Set<String> {
        let references = (choice["oneOf"] ?? .null).elements.compactMap { $0["$ref"]?.text }
        return Set(references.compactMap { $0.split(separator: "/").last.map(String.init) })
    }

    @Test(
        "every object of every schema is closed and every setting described",
        arguments: ["recipe.schema.json", "manifest.schema.json"])
    func closed(name: String) throws {
        let objects = try SchemaDocument(name).objects()
        #expect(objects.count >= 5)
        for (place, object) in objects {
            #expect(object["additionalProperties"] == .bool(false), "\(place)")
            guard name.hasPrefix("recipe") else { continue }
            for (key, property) in object["properties"]?.members ?? [:] where key != "kind" {
                #expect(property["description"] != nil, "\(place)/\(key)")
            }
        }
    }

    @Test("the formats are those that there are readers for")
    func formats() {
        let known = schema.members("properties", "input", "properties", "format")["enum"]?.elements ?? []
        #expect(Set(known.compactMap(\.text)) == Set(["auto"] + InputFormats.all.map { $0.name }))
    }

    @Test("what a list of names allows is read, anything else is refused")
    func choices() throws {
        for (path, property, kind) in leaves() {
            guard let values = property["enum"]?.elements else { continue }
            for value in values { #expect(accepts(path, value.text ?? "", kind), "\(path): \(value)") }
            let problem = refusal(path, "something-else", kind) ?? ""
            let known = problem.split(separator: "known: ").last?.split(separator: ", ").map(String.init) ?? []
            #expect(Set(known) == Set(values.compactMap(\.text)), "\(path): \(problem)")
        }
    }

    @Test("numbers are read up to the limits of the schema and refused beyond them")
    func limits() throws {
        var limits = 0
        for (path, property, kind) in leaves() where !path.hasPrefix("split") {
            for (word, step) in [("minimum", -1.0), ("maximum", 1.0), ("exclusiveMinimum", 0.0)] {
                guard let text = property[word]?.text, let limit = Double(text), path != "seed" else { continue }
                limits += 1
                #expect(word == "exclusiveMinimum" || accepts(path, text, kind), "\(path): \(text)")
                #expect(!accepts(path, "\(Int(limit + step))", kind), "\(path): beyond \(text)")
            }
        }
        #expect(limits >= 15)
        #expect(accepts("seed", "18446744073709551615", nil) && !accepts("seed", "18446744073709551616", nil))
    }

    /// Every setting that is no map of settings, with the kind of method or rule it belongs to.
    private func leaves() -> [(path: String, schema: JSONValue, kind: String?)] {
        var leaves: [(String, JSONValue, String?)] = []
        func walk(_ object: JSONValue, _ path: String, _ kind: String?) {
            for (key, property) in (object["properties"] ?? .null).members where key != "kind" {
                let place = path.isEmpty ? key : "\(path).\(key)"
                let property = schema.resolved(property)
                if property["properties"] == nil {
                    leaves.append((place, property, kind))
                } else {
                    walk(property, place, kind)
                }
            }
        }
        walk(schema.root, "", nil)
        for (name, method) in schema.members("$defs", "methods") { walk(method, "method", name) }
        for (name, rule) in schema.members("$defs", "rules") { walk(rule, "labels", name) }
        for (name, entry) in schema.members("$defs", "guards") { walk(entry, "guards", name) }
        for (name, drop) in schema.members("$defs", "drops") { walk(drop, "balance.drop", name) }
        return leaves
    }

    private func accepts(_ path: String, _ text: String, _ kind: String?) -> Bool { refusal(path, text, kind) == nil }

    /// Why a recipe does not take `text` at `path`, or nil; a rule's settings are those of one rule in the list.
    private func refusal(_ path: String, _ text: String, _ kind: String?) -> String? {
        let key = path.split(separator: ".").last ?? ""
        let overrides: [RecipeOverride] =
            switch (path.split(separator: ".").first, kind) {
            case ("labels", let kind?): [.init("labels", .yaml("[{kind: \(kind), \(key): \(text)}]"))]
            case ("guards", let kind?): [.init("guards", .yaml("[{kind: \(kind), \(key): \(text)}]"))]
            case ("balance", let kind?):
                [.init("balance.to", .yaml("9")), .init("balance.drop", .yaml("{kind: \(kind), \(key): \(text)}"))]
            case ("method", let kind?): [.init("method.kind", .text(kind)), .init(path, .yaml(text))]
            case ("balance", _) where key == "rows": [.init("method.kind", .text("mixup")), .init(path, .yaml(text))]
            default: [.init(path, .yaml(text))]
            }
        do {
            _ = try Recipe.load(file: nil, overrides: overrides)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
