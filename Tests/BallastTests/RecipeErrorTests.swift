import Ballast
import BallastCore
import BallastFormats
import Testing

/// What a wrong kind is answered with: all that are registered.
private let methods = SynthesisMethods.all.map { $0.name }.sorted().joined(separator: ", ")
private let weightings = "effective-number, inverse, ones, prior, square-root"
private let rules = LabelRules.all.map { $0.name }.sorted().joined(separator: ", ")

struct RecipeErrorTests {
    private func message(_ text: String, _ overrides: [RecipeOverride] = []) -> String {
        do {
            _ = try Recipe.load(text: text, name: "recipe.yaml", overrides: overrides)
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "a wrong recipe is an error with line, setting, and what would be right",
        arguments: [
            // Keys
            (
                "method: {kind: smote, neigbors: 5}",
                "2: method.neigbors: unknown key; known: alpha, match, maximum_extension, neighbors, nominal_vote, "
                    + "step"
            ),
            ("method: {knd: smote}", "2: method.knd: unknown key; known: kind, neighbors, nominal_vote"),
            (
                "method:\n  kind: duplicate\n  neighbors: 5",
                "4: method.neighbors: unknown key; there are no settings here"
            ),
            (
                "sed: 1",
                "2: sed: unknown key; known: balance, distance, guards, imbalance, input, labels, method, output, seed, "
                    + "split, version, weights"
            ),
            (
                "output: {compresion: 1}",
                "2: output.compresion: unknown key; known: compression, element, originals, rows_per_shard, soft_labels, variance_ratio"
            ),
            (
                "input:\n  path: a.csv\n  lable: y",
                "4: input.lable: unknown key; known: columns, delimiter, format, header, label, labels, missing, "
                    + "missing_tokens, path, x, y"
            ),
            ("labels: [{kind: smoothing, amout: 1}]", "2: labels[0].amout: unknown key; known: amount"),
            (
                "balance: {too: majority}",
                "2: balance.too: unknown key; known: by, counts, drop, multiply, ratio, rows, temper, to"
            ),
            (
                "split: {training: 1}",
                "2: split.training: unknown key; known: column, group, stratify, test, train, validation"
            ),
            (
                "labels: [{kind: neighbor-posterior, share: 0}]",
                "2: labels[0].share: 0.0 is out of range; greater than 0 and at most 1"
            ),
            (
                "labels: [{kind: neighbor-posterior, pseudo_rows: -1}]",
                "2: labels[0].pseudo_rows: -1.0 is out of range; at least 0, finite"
            ),
            (
                "labels: [{kind: neighbor-posterior, neighbors: 0}]",
                "2: labels[0].neighbors: 0 is not a number of neighbours; at least 1"
            ),
            (
                "labels: [{kind: neighbor-posterior, estimate: mean}]",
                "2: labels[0].estimate: 'mean' is not known; known: count, fuzzy, kernel"
            ),
            (
                "labels: [{kind: neighbor-posterior, rho: 1}]",
                "2: labels[0].rho: unknown key; known: estimate, leave_parents_out, neighbors, prior, pseudo_rows, share"
            ),
            ("balance: {by: weight}", "2: balance.by: 'weight' is not known; known: mass, rows"),
            ("balance: {by: {mass: 1}}", "2: balance.by: a map is not known; known: mass, rows"),
            ("balance: {by: [mass]}", "2: balance.by: a list is not known; known: mass, rows"),
            (
                "method: {kind: mixup}\nbalance: {multiply: 2, by: mass}",
                "3: balance.by: 'mass' does not go with 'mixup', which draws from all rows; leave it out"
            ),
            ("weights: {kind: one, beta: 1}", "2: weights.kind: 'one' is not known; known: \(weightings)"),
            ("weights: {weight: inverse}", "2: weights.weight: unknown key; known: beta, kind"),
            ("weights: {beta: 1.5}", "2: weights.beta: 1.5 is out of range; 0 to 1"),
            ("weights: {beta: -0.1}", "2: weights.beta: -0.1 is out of range; 0 to 1"),
            ("weights: inverse", "2: weights: 'inverse' is not a map of settings; write {kind: inverse}"),
            (
                "distance: {metrik: l2}",
                "2: distance.metrik: unknown key; known: components, embedding, metric, scale"
            ),
            ("imbalance: {ratio: 100}", "2: imbalance.ratio: unknown key; known: factor, minority, order, type"),
            ("imbalance: {type: long-tail}", "2: imbalance.type: 'long-tail' is not known; known: exp, none, step"),
            (
                "imbalance: {factor: 0.01}",
                "2: imbalance.factor: 0.01 is out of range; at least 1, the rows of the largest class over those of the smallest"
            ),
            ("imbalance: {minority: 1}", "2: imbalance.minority: 1 is out of range; more than 0 and less than 1"),
            ("method: {kind: cmo, exponent: 2}", "2: method.exponent: 2.0 is out of range; 0 to 1"),
            ("method: {kind: cutmix, channels: mid}", "2: method.channels: 'mid' is not known; known: first, last"),
            ("seed: 1\nseed: 2", "2: seed: stands twice in one map; keep one"),
            // Kinds
            ("method: {kind: smot}", "2: method.kind: 'smot' is not known; known: \(methods)"),
            ("method: smote", "2: method: 'smote' is not a map of settings; write {kind: smote}"),
            (
                "labels:\n  - kind: smooth",
                "3: labels[0].kind: 'smooth' is not known; known: \(rules)"
            ),
            (
                "labels: [{amount: 0.1}]",
                "2: labels[0]: a map with a kind is wanted; known kinds: \(rules)"
            ),
            ("labels: {kind: smoothing}", "2: labels: a map is not a list; write [...]"),
            (
                "guards: [{kind: lea}]",
                "2: guards[0].kind: 'lea' is not known; known: enn, ipf, lee, ncr, tomek"
            ),
            (
                "guards: [\(Array(repeating: "{kind: tomek}", count: 65).joined(separator: ", "))]",
                "2: guards: 65 guards are too many; at most 64 can judge"
            ),
            ("guards: [lee]", "2: guards[0]: a map with a kind is wanted; known kinds: enn, ipf, lee, ncr, tomek"),
            (
                "guards: [{kind: tomek, neighbors: 2}]",
                "2: guards[0].neighbors: unknown key; known: among, apply_to, "
                    + "spare_minority"
            ),
            (
                "balance: {to: 9, drop: random}",
                "2: balance.drop: a map with a kind is wanted; known kinds: instance-hardness, near-miss, random"
            ),
            (
                "balance: {to: 9, drop: {kind: some}}",
                "2: balance.drop.kind: 'some' is not known; known: instance-hardness, near-miss, random"
            ),
            (
                "balance: {to: 9, drop: {kind: random, k: 1}}",
                "2: balance.drop.k: unknown key; there are no settings here"
            ),
            // Types
            ("seed: five", "2: seed: 'five' is not a whole number"),
            ("seed: 1.5", "2: seed: '1.5' is not a whole number"),
            ("seed: -1", "2: seed: '-1' is out of range; 0 to 18446744073709551615"),
            (
                "seed: 18446744073709551616",
                "2: seed: '18446744073709551616' is out of range; 0 to 18446744073709551615"
            ),
            ("seed: 1e400", "2: seed: '1e400' is out of range; 0 to 18446744073709551615"),
            ("seed:", "2: seed: null is not a whole number"),
            ("method:\n  neighbors: five", "3: method.neighbors: 'five' is not a whole number"),
            ("method: {neighbors: [5]}", "2: method.neighbors: a list is not a whole number"),
            ("output: {originals: yes}", "2: output.originals: 'yes' is not true or false"),
            (
                "output: {soft_labels: sparce}",
                "2: output.soft_labels: 'sparce' is not known; known: auto, both, dense, sparse"
            ),
            ("output: {element: float64}", "2: output.element: 'float64' is not known; known: auto, float32, uint8"),
            (
                "output: {rows_per_shard: many}",
                "2: output.rows_per_shard: 'many' is not a number of rows; write auto, or one such as 100000"
            ),
            ("distance: {scale: zscore}", "2: distance.scale: 'zscore' is not known; known: minmax, none, standard"),
            ("distance: {metric: l2}", "2: distance.metric: 'l2' is not known; known: cosine, euclidean"),
            ("distance: {components: few}", "2: distance.components: 'few' is not a whole number"),
            ("distance: {embedding: [a.npy]}", "2: distance.embedding: a list is not a text"),
            (
                "input: {missing: ignore}",
                "2: input.missing: 'ignore' is not known; known: drop, error, mean, median, most_frequent"
            ),
            (
                "input: {columns: {zip: text}}",
                "2: input.columns.zip: 'text' is not known; known: categorical, ignore, integer, numeric"
            ),
            ("input: {x: ''}", "2: input.x: is empty; the default is /x"),
            ("input: {header: no}", "2: input.header: 'no' is not known; known: auto, true, false"),
            (
                "input: {delimiter: '||'}",
                "2: input.delimiter: '||' is no delimiter; write auto, tab, or one character such as \";\""
            ),
            (
                "input: {delimiter: '.'}",
                "2: input.delimiter: '.' is no delimiter; write auto, tab, or one character such as \";\""
            ),
            ("input: {label: true}", "2: input.label: 'true' is not a text; put it in double quotes"),
            ("input: {label: 1.5}", "2: input.label: '1.5' is not a whole number"),
            (
                "input: {missing_tokens:\n  [NA, null]}",
                "3: input.missing_tokens[1]: null is not a text; put it in double quotes"
            ),
            ("input: train.csv", "2: input: 'train.csv' is not a map of settings"),
            ("balance: majority", "2: balance: 'majority' is not a map of settings"),
            ("balance: {ratio: half}", "2: balance.ratio: 'half' is not a finite number"),
            ("balance: {ratio: .nan}", "2: balance.ratio: '.nan' is not a finite number"),
            ("balance: {ratio: .inf}", "2: balance.ratio: '.inf' is not a finite number"),
            (
                "balance: {ratio: 0.1234567890123456789}",
                "2: balance.ratio: '0.1234567890123456789' has too many digits; write at most 18"
            ),
            ("balance: {to: 0.5}", "2: balance.to: '0.5' is not a whole number"),
            ("balance: {multiply: ten}", "2: balance.multiply: 'ten' is no factor; write 2, or {CLASS: 2}"),
            ("balance: {counts: {fraud: many}}", "2: balance.counts.fraud: 'many' is not a whole number"),
            ("balance: {counts: 5}", "2: balance.counts: '5' is not a map of keys and values"),
            // Ranges
            (
                "method: {kind: smote, maximum_extension: 2.5}",
                "2: method.maximum_extension: 2.5 is out of range; 0 to 2"
            ),
            (
                "method: {kind: smote, alpha: 0}",
                "2: method.alpha: 0.0 is out of range; 0.000001 to 1000"
            ),
            (
                "method: {kind: smote, step: wide}",
                "2: method.step: 'wide' is not known; known: extended, structure-preserving, uniform"
            ),
            (
                "method: {nominal_vote: median}",
                "2: method.nominal_vote: 'median' is not known; known: frequency, mode"
            ),
            ("method: {neighbors: 0}", "2: method.neighbors: 0 is not a number of neighbours; at least 1"),
            (
                "method: {kind: mixup, alpha: 1e-308}",
                "2: method.alpha: 1e-308 is out of range; 0.000001 to 1000"
            ),
            (
                "method: {kind: mixup, alpha: 0}",
                "2: method.alpha: 0.0 is out of range; 0.000001 to 1000"
            ),
            (
                "labels:\n  - {kind: smoothing}\n  - {kind: smoothing, amount: 1.5}",
                "4: labels[1].amount: 1.5 is out of range; 0 to 1"
            ),
            (
                "guards: [{kind: lee, share: 0}]",
                "2: guards[0].share: 0.0 is out of range; greater than 0 and at most 1"
            ),
            ("guards:\n  - {kind: lee, tries: 17}", "3: guards[0].tries: 17 is out of range; 1 to 16"),
            ("guards: [{kind: enn, among: all}]", "2: guards[0].among: 'all' is not known; known: originals"),
            (
                "balance: {to: 9, drop: {kind: near-miss, version: 4}}",
                "2: balance.drop.version: 4 is out of range; 1 to 3"
            ),
            ("output: {compression: 10}", "2: output.compression: 10 is out of range; 0 to 9"),
            ("output: {rows_per_shard: 0}", "2: output.rows_per_shard: 0 is out of range; auto, or at least 1"),
            ("balance: {ratio: 1.01}", "2: balance.ratio: 1.01 is out of range; more than 0 and at most 1"),
            ("balance: {ratio: 0}", "2: balance.ratio: 0 is out of range; more than 0 and at most 1"),
            ("balance: {temper: -0.5}", "2: balance.temper: -0.5 is out of range; 0 to 1"),
            ("balance: {to: 0}", "2: balance.to: 0 is out of range; at least 1"),
            ("balance:\n  counts:\n    b: 0\n    a: 7", "4: balance.counts.b: 0 is out of range; at least 1"),
            ("balance: {multiply: 0.5}", "2: balance.multiply: 0.5 is out of range; at least 1"),
            ("balance: {multiply: {fraud: 0.5}}", "2: balance.multiply.fraud: 0.5 is out of range; at least 1"),
            (
                "split: {train: 0.8, test: 0.1}",
                "2: split: train, validation and test are 0.8, 0 and 0.1; they must sum to 1"
            ),
            ("split: {test: 1.5}", "2: split.test: 1.5 is out of range; 0 to 1"),
            ("split: {train: 0, test: 1}", "2: split.train: 0 leaves nothing to train on; more than 0"),
            ("distance: {components: 0}", "2: distance.components: 0 is out of range; 1 to 1024, or null"),
            ("distance: {embedding: ''}", "2: distance.embedding: is empty; name an NPY file, or write null"),
            // What excludes each other
            (
                "distance:\n  metric: cosine\n  scale: minmax",
                "4: distance.scale: 'minmax' does not go with metric cosine, which scales each row to length 1; write none"
            ),
            (
                "balance:\n  drop: {kind: random}",
                "3: balance.drop: no class is above 'to: majority'; write to: CLASS, to: NUMBER or counts beside it"
            ),
            (
                "balance: {ratio: 0.5, drop: {kind: random}}",
                "2: balance.drop: does not go with balance.ratio; write to: CLASS, to: NUMBER or counts beside it"
            ),
            (
                "balance: {to: majority,\n  ratio: 0.5}",
                "3: balance.ratio: does not go with balance.to; keep one of them"
            ),
            (
                "split: {train: 0.9, test: 0.1, column: fold}",
                "2: split.column: does not go with split.train; keep one of them"
            ),
            (
                "method: {kind: mixup}\nbalance: {to: majority}",
                "3: balance.to: does not go with 'mixup', which draws from all rows; write rows: N or multiply: 2"
            ),
            (
                "balance: {rows: 100}",
                "2: balance.rows: does not go with 'soft-smote', which adds rows class by class; write to, ratio, counts, "
                    + "multiply or temper"
            ),
        ])
    func wrong(text: String, expected: String) {
        #expect(message("version: 1\n" + text) == "recipe.yaml:" + expected)
    }

    @Test(
        "a recipe without a version, of another version, or that is no YAML says so",
        arguments: [
            ("seed: 1", "recipe.yaml: version: is missing; write version: 1"),
            ("", "recipe.yaml: version: is missing; write version: 1"),
            ("version: 2", "recipe.yaml:1: version: 2 is not a version that this build reads; write version: 1"),
            ("version: one", "recipe.yaml:1: version: 'one' is not a whole number"),
            ("just text", "recipe.yaml:1: 'just text' is not a map of settings"),
            (
                "version: 1\nmethod: {kind: smote",
                "recipe.yaml:3: not YAML: while parsing a flow mapping in line 2: did not find expected ',' or '}'"
            ),
            (
                "version: 1\n\tseed: 1",
                "recipe.yaml:2: not YAML: while scanning a plain scalar in line 1: found a tab character that violates indentation"
            ),
            ("version: 1\nseed: *other", "recipe.yaml:2: not YAML: found undefined alias"),
            (
                "version: 1\n---\nversion: 1",
                "recipe.yaml:2: not YAML: expected a single document in the stream in line 1: but found another document"
            ),
            ("version: 1\nseed: \u{1}", "recipe.yaml:2: not YAML: control characters are not allowed"),
            ("version: 1\n? [a, b]\n: 1", "recipe.yaml:2: a key that is a list or a map; write a text"),
        ])
    func syntax(text: String, expected: String) {
        #expect(message(text) == expected)
    }

    @Test("a format without a reader is an error that lists those there are")
    func format() {
        let known = ["auto"] + InputFormats.all.map { $0.name }.sorted()
        #expect(
            message("version: 1\ninput: {format: xls}")
                == "recipe.yaml:2: input.format: 'xls' is not known; known: \(known.joined(separator: ", "))")
    }

    @Test("a setting of the command line is named as it was given")
    func overrides() {
        #expect(
            message("version: 1", [RecipeOverride("method.neigbors", .yaml("7"))])
                == "--set method.neigbors: unknown key; known: kind, neighbors, nominal_vote")
        #expect(
            message("version: 1", [RecipeOverride("method.neighbors", .yaml("0"), option: "--neighbors")])
                == "--neighbors: 0 is not a number of neighbours; at least 1")
        #expect(
            message("version: 1", [RecipeOverride("labels", .yaml("[{kind: x}]"))])
                == "--set labels: labels[0].kind: 'x' is not known; known: \(rules)")
        #expect(
            message("version: 1", [RecipeOverride("balance", .yaml("{ratio: 1"), option: "--balance")])
                == "--balance: not YAML: while parsing a flow mapping in line 1: did not find expected ',' or '}'")
        #expect(
            message("version: 1", [RecipeOverride("seed.", .yaml("1"))])
                == "--set seed.: is no setting; write one such as method.neighbors=7")
        #expect(
            message("version: 1", [RecipeOverride("labels[0].amount", .yaml("1"))])
                == "--set labels[0].amount: is an element of a list; give the whole list")
    }

    @Test("a recipe that is not there is an error that names it")
    func missingFile() throws {
        let error = #expect(throws: RecipeError.self) { try Recipe.load(file: "no/such.yaml") }
        #expect(error?.isMissingFile == true)
        #expect(error?.description == "no/such.yaml: cannot be read; name a recipe, `ballast init` writes one")
    }

    @Test("aliases of aliases cannot fill the memory, and deep nesting is no crash")
    func hostileText() {
        let levels = (1...9).map {
            "a\($0): &a\($0) [" + Array(repeating: "*a\($0 - 1)", count: 10).joined(separator: ",") + "]"
        }
        #expect(
            message("a0: &a0 x\n" + levels.joined(separator: "\n"))
                == "recipe.yaml:1: more than 100000 values; a recipe has far fewer")
        #expect(message(String(repeating: "[", count: 100_000)).contains("not YAML"))
        #expect(message(String(repeating: "- ", count: 100_000)).contains("not YAML"))
    }
}
