import Ballast
import BallastCore
import BallastFormats
import Testing

struct RecipeOverlayTests {
    private func load(_ text: String, _ overrides: [RecipeOverride]) throws -> LoadedRecipe {
        try Recipe.load(text: "version: 1\n" + text, name: "recipe.yaml", overrides: overrides)
    }

    @Test("a setting of the command line replaces that of the file and leaves the others")
    func replaces() throws {
        let loaded = try load(
            "method: {kind: smote, neighbors: 3}\nseed: 4\noutput: {compression: 6, originals: false}",
            [.init("method.neighbors", .yaml("7")), .init("output.compression", .yaml("0")), .init("seed", .yaml("9"))])
        #expect((loaded.recipe.method.settings as? SMOTE)?.neighbors == 7)
        #expect(loaded.recipe.output.compression == 0)
        #expect(!loaded.recipe.output.originals)
        #expect(loaded.recipe.seed == 9)
        #expect(loaded.notices == [])
    }

    @Test("without a file the command line needs no version")
    func withoutFile() throws {
        let loaded = try Recipe.load(file: nil, overrides: [.init("balance.to", .yaml("fraud"))])
        #expect(loaded.recipe.balance.goal == .to(.rowsOfClass("fraud")))
    }

    @Test("what stands beside the goal of the balance stays when the goal is replaced")
    func balanceOptions() throws {
        let file = "balance: {to: fraud, drop: {kind: near-miss, version: 2}}"
        let other = try load(file, [.init("balance.counts", .yaml("{fraud: 9}"))])
        #expect(try JSONValue(encoding: other.recipe.balance)["drop"]?["version"]?.text == "2")
        #expect(other.notices.count == 1)
        let changed = try load(file, [.init("balance.drop.neighbors", .yaml("7"))]).recipe.balance
        #expect(changed.goal == .to(.rowsOfClass("fraud")))
        let drop = try JSONValue(encoding: changed)["drop"]
        #expect(drop?["version"]?.text == "2" && drop?["neighbors"]?.text == "7")
        #expect(try load(file, [.init("balance.drop", .yaml("{kind: random}"))]).recipe.balance.drop?.kind == "random")
        #expect(try load(file, [.init("balance.drop", .yaml("null"))]).recipe.balance.drop == nil)
    }

    @Test("a later balance drops an earlier one with a notice")
    func balance() throws {
        let ratio = RecipeOverride("balance.ratio", .yaml("0.5"), option: "--ratio")
        let overFile = try load("balance: {to: fraud}", [ratio])
        #expect(overFile.recipe.balance.goal == .ratio(try ExactDecimal("0.5")))
        #expect(
            overFile.notices == [Notice("recipe.yaml:2: balance.to: dropped, because --ratio sets balance.ratio")])
        let overOption = try load("", [.init("balance.to", .yaml("fraud"), option: "--to"), ratio])
        #expect(overOption.recipe.balance.goal == .ratio(try ExactDecimal("0.5")))
        #expect(overOption.notices == [Notice("--to: dropped, because --ratio sets balance.ratio")])
        #expect(try load("", [ratio]).notices == [])
        #expect(try load("balance: {ratio: 0.1}", [ratio]).notices == [])
    }

    @Test("a changed kind drops the settings of the old kind with a notice")
    func kind() throws {
        let loaded = try load(
            "method:\n  kind: smote\n  neighbors: 3", [.init("method.kind", .yaml("mixup"), option: "--method")])
        #expect((loaded.recipe.method.settings as? Mixup)?.alpha == 1)
        #expect(
            loaded.notices == [Notice("recipe.yaml:4: method.neighbors: dropped, because --method sets method.kind")])
        let same = try load("method: {kind: smote, neighbors: 3}", [.init("method.kind", .yaml("smote"))])
        #expect((same.recipe.method.settings as? SMOTE)?.neighbors == 3)
        #expect(same.notices == [])
    }

    @Test("the order of flags that belong together does not matter")
    func order() throws {
        let kind = RecipeOverride("method.kind", .yaml("smote"))
        let neighbors = RecipeOverride("method.neighbors", .yaml("9"))
        for overrides in [[kind, neighbors], [neighbors, kind]] {
            #expect((try load("", overrides).recipe.method.settings as? SMOTE)?.neighbors == 9)
        }
    }

    @Test("a split by column and one by shares replace each other with a notice")
    func split() throws {
        let column = try load("split: {train: 0.9, test: 0.1}", [.init("split.column", .yaml("fold"))])
        #expect(column.recipe.split.column == .column(.name("fold")))
        #expect(column.recipe.split.train.description == "1")
        #expect(
            column.notices == [
                Notice("recipe.yaml:2: split.test: dropped, because --set split.column sets split.column"),
                Notice("recipe.yaml:2: split.train: dropped, because --set split.column sets split.column"),
            ])
        let shares = try load(
            "split: {column: fold}", [.init("split.train", .yaml("0.9")), .init("split.test", .yaml("0.1"))])
        #expect(shares.recipe.split.fractions.map(\.description) == ["0.9", "0", "0.1"])
        #expect(shares.recipe.split.column == .none)
        #expect(shares.notices.count == 1)
    }

    @Test("a map is given whole or key by key")
    func maps() throws {
        let whole = try load("", [.init("input.columns", .yaml("{a.b: ignore}"))])
        #expect(whole.recipe.input.columns == ["a.b": .ignore])
        let byKey = try load(
            "", [.init("input.columns.a", .yaml("ignore")), .init("input.columns.b", .yaml("numeric"))])
        #expect(byKey.recipe.input.columns == ["a": .ignore, "b": .numeric])
        let rules = try load("labels: [{kind: label-aware-smoothing}]", [.init("labels", .yaml("[{kind: smoothing}]"))])
        #expect(rules.recipe.labels.map(\.kind) == ["smoothing"])
    }

    @Test("paths of the file start at its folder, those of the command line at the current one")
    func folders() throws {
        let loaded = try Recipe.load(
            text: "version: 1\ninput: {path: train.csv, labels: y.npy}", name: "recipes/a/recipe.yaml",
            overrides: [.init("input.path", .texts(["other: #x.csv"]))])
        #expect(loaded.folder == "recipes/a")
        let request = try loaded.inputRequest()
        #expect(request.paths == ["other: #x.csv"])
        #expect(request.labelPaths == ["recipes/a/y.npy"])
    }

    @Test("the folder of a recipe is what stands before its last slash")
    func folder() throws {
        for (name, path) in [("r", "a"), ("/r", "/a"), ("./r", "./a"), ("x/y.yaml", "x/a"), ("/x/y", "/x/a")] {
            let loaded = try Recipe.load(text: "version: 1\ninput: {path: a}", name: name)
            #expect(try loaded.inputRequest().paths == [path])
        }
    }
}
