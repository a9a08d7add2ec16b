import Ballast
import BallastCore
import BallastFormats
import Testing

struct RecipeTests {
    private func load(_ text: String, _ overrides: [RecipeOverride] = []) throws -> LoadedRecipe {
        try Recipe.load(text: "version: 1\n" + text, name: "recipe.yaml", overrides: overrides)
    }

    @Test("a recipe that says nothing is the defaults")
    func defaults() throws {
        #expect(try load("").recipe == Recipe())
        #expect(try Recipe.load(file: nil).recipe == Recipe())
        let recipe = Recipe()
        #expect(recipe.balance.goal == .to(.majority))
        #expect(recipe.method.kind == "soft-smote")
        #expect((recipe.method.settings as? SoftSMOTE)?.neighbors == 5)
        #expect(recipe.labels.isEmpty)
        #expect(recipe.distance.scale == .standard)
        #expect(recipe.output.compression == 1)
        #expect(recipe.output.originals)
        #expect(recipe.split.isAllTraining)
        #expect(recipe.seed == 0)
    }

    @Test("every key of a recipe is read")
    func everything() throws {
        let recipe = try load(
            """
            input:
              path: [a.csv, 'b*.csv']
              format: csv
              header: false
              delimiter: ;
              label: -1
              labels: y.npy
              x: /features
              y: /target
              columns: {zip: ignore, grade: categorical}
              missing: most_frequent
              missing_tokens: ["", "?", -999]
            split: {train: 0.7, validation: 0.2, test: 0.1, stratify: false, group: patient_id}
            imbalance: {type: step, factor: 50.5, minority: 0.2, order: count}
            balance: {counts: {fraud: 20000, "2": 30}}
            method: {kind: smote, neighbors: 7}
            labels: [{kind: smoothing, amount: 0.05}, {kind: label-aware-smoothing, law: power}]
            distance: {scale: minmax}
            output: {rows_per_shard: 5000, compression: 9, soft_labels: both, element: uint8, originals: false}
            seed: 18446744073709551615
            """
        ).recipe
        #expect(recipe.input.path.patterns == ["a.csv", "b*.csv"])
        #expect(recipe.input.format == "csv")
        #expect(recipe.input.header == .absent)
        #expect(recipe.input.delimiter == .byte(UInt8(ascii: ";")))
        #expect(recipe.input.label == .column(.index(-1)))
        #expect(recipe.input.labels.patterns == ["y.npy"])
        #expect([recipe.input.x, recipe.input.y] == ["/features", "/target"])
        #expect(recipe.input.columns == ["zip": .ignore, "grade": .categorical])
        #expect(recipe.input.missing == .mostFrequent)
        #expect(recipe.input.missingTokens == ["", "?", "-999"])
        #expect(recipe.split.fractions.map(\.description) == ["0.7", "0.2", "0.1"])
        #expect(!recipe.split.stratify)
        #expect(recipe.split.group == .column(.name("patient_id")))
        #expect(recipe.imbalance.type == .step && recipe.imbalance.order == .count)
        #expect([recipe.imbalance.factor, recipe.imbalance.minority].map(\.description) == ["50.5", "0.2"])
        #expect(recipe.balance.goal == .counts(["fraud": 20000, "2": 30]))
        #expect((recipe.method.settings as? SMOTE)?.neighbors == 7)
        #expect((recipe.labels.first?.settings as? Smoothing)?.amount == 0.05)
        #expect((recipe.labels.last?.settings as? LabelAwareSmoothing)?.law == .power)
        #expect((recipe.labels.last?.settings as? LabelAwareSmoothing)?.head == 0.3)
        #expect(recipe.distance.scale == .minmax)
        #expect(recipe.output.rowsPerShard == .rows(5000))
        #expect(recipe.output.compression == 9)
        #expect(recipe.output.softLabels == .both)
        #expect(recipe.output.element == .uint8)
        #expect(!recipe.output.originals)
        #expect(recipe.seed == .max)
    }

    @Test("balance takes each of its forms")
    func balanceForms() throws {
        func balance(_ text: String) throws -> Recipe.Balance.Goal { try load("balance: \(text)").recipe.balance.goal }
        #expect(try balance("{to: majority}") == .to(.majority))
        #expect(try balance("{to: fraud}") == .to(.rowsOfClass("fraud")))
        #expect(try balance("{to: 3000}") == .to(.rows(3000)))
        #expect(try balance("{to: '3000'}") == .to(.rowsOfClass("3000")))
        #expect(try balance("{ratio: .29}") == .ratio(ExactDecimal("0.29")))
        #expect(try balance("{multiply: 2}") == .multiply(.every(ExactDecimal("2"))))
        #expect(try balance("{multiply: {fraud: 1.10}}") == .multiply(.classes(["fraud": ExactDecimal("1.1")])))
        #expect(try balance("{temper: 0.5}") == .temper(ExactDecimal("0.5")))
        #expect(try load("balance: {rows: 9}\nmethod: {kind: mixup}").recipe.balance.goal == .rows(9))
    }

    @Test("words that older YAML takes for truth values stay words")
    func plainWords() throws {
        let recipe = try load("balance: {counts: {no: 5, on: 6, 1:30: 7, 0x10: 8, 012: 9}}").recipe
        #expect(recipe.balance.goal == .counts(["no": 5, "on": 6, "1:30": 7, "0x10": 8, "012": 9]))
    }

    @Test("anchors stand for what they name")
    func anchors() throws {
        let recipe = try load("labels: [&rule {kind: smoothing}, *rule]").recipe
        #expect(recipe.labels.map(\.kind) == ["smoothing", "smoothing"])
    }

    @Test("a method that draws from all rows doubles them unless told otherwise")
    func mixupDefault() throws {
        #expect(try load("method: {kind: mixup}").recipe.balance.goal == .multiply(.every(ExactDecimal("2"))))
        #expect(
            try load("", [RecipeOverride("method.kind", .yaml("mixup"))]).recipe.balance.goal
                == .multiply(.every(ExactDecimal("2"))))
    }

    @Test("an empty section keeps its defaults")
    func emptySection() throws {
        #expect(try load("input:\nmethod:\nbalance:\nsplit:\noutput:\ndistance:").recipe == Recipe())
    }

    @Test("a resolved recipe reads back as an equal one with nothing left to fill in")
    func roundTrip() throws {
        let recipes = [
            "", "split: {column: fold}", "split: {train: 0.8, test: 0.2, group: 3}", "balance: {to: '3000'}",
            "balance: {multiply: {a: 1.5, b: 2}}", "method: {kind: mixup, alpha: 0.1}\nbalance: {rows: 7}",
            "balance: {to: 9, drop: {kind: instance-hardness, width: 0.5}}",
            "guards: [{kind: lee, tries: 4}, {kind: enn, apply_to: both}]",
            "method: {kind: duplicate}", "labels: [{kind: label-aware-smoothing, tail: 1e-7}]",
            "seed: 18446744073709551615",
            "input: {path: a.csv, header: true, delimiter: tab, label: \"5\", columns: {\"\\u00e9\\\"\\\\\\n\": ignore}}",
            "balance: {ratio: 0.123456789012345678}",
        ]
        for text in recipes {
            let recipe = try load(text).recipe
            for pretty in [false, true] {
                let resolved = try recipe.resolved(pretty: pretty)
                let again = try Recipe.load(text: resolved, name: "manifest.json").recipe
                #expect(again == recipe)
                #expect(try again.resolved(pretty: pretty) == resolved)
            }
        }
    }

    @Test("the resolved default recipe is this text")
    func resolvedDefault() throws {
        #expect(
            try Recipe().resolved()
                == #"{"balance":{"to":"majority"},"distance":{"components":null,"embedding":null,"#
                + #""metric":"euclidean","scale":"standard"},"guards":[],"#
                + #""imbalance":{"factor":100,"minority":0.5,"order":"code","type":"none"},"#
                + #""input":{"columns":{},"delimiter":"auto","format":"auto","header":"auto","label":null,"labels":[],"#
                + #""missing":"error","missing_tokens":["","NA","?"],"path":[],"x":"/x","y":"/y"},"labels":[],"#
                + #""method":{"kind":"soft-smote","neighbors":5,"nominal_vote":"mode"},"#
                + #""output":{"compression":1,"element":"auto","originals":true,"rows_per_shard":"auto","#
                + #""soft_labels":"auto","variance_ratio":false},"seed":0,"#
                + #""split":{"column":null,"group":null,"stratify":true,"test":0,"train":1,"validation":0},"version":1,"#
                + #""weights":{"beta":0.9999,"kind":"ones"}}"#
        )
    }

    @Test("without paths, recipes that differ in where files lie are one")
    func withoutPaths() throws {
        let near = try load("input: {path: a.csv, labels: y.npy}").recipe
        let far = try load("input: {path: /far/*.csv}").recipe
        #expect(near != far)
        #expect(near.withoutPaths == far.withoutPaths)
        #expect(try !near.withoutPaths.resolved().contains("a.csv"))
    }
}
