import ArgumentParser
import Ballast

/// What says which data set to make: the inputs, the recipe and single settings. Each flag is short for a recipe key.
struct RecipeArguments: ParsableArguments {
    @Argument(help: "Input files in order, or globs; '-' reads standard input.", completion: .file())
    var inputs: [String] = []

    @Option(name: .shortAndLong, help: "The recipe (YAML).", completion: .file())
    var recipe: String?

    @Option(help: "Label column, by name or index; negative indices count from the end.")
    var label: String?

    @Option(help: "File with the labels of array inputs.", completion: .file())
    var labels: String?

    @Option(help: "Input format: auto, csv, tsv, npy or hdf5.")
    var format: String?

    @Option(help: "Method: soft-smote, smote, mixup, duplicate and others; `ballast init` names them all.")
    var method: String?

    @Option(help: "Neighbours of each row, k.")
    var neighbors: String?

    @Option(help: "Rows of every class: majority, a class, or a number.")
    var to: String?

    @Option(help: "Rows of every class as a share of the largest, in (0, 1].")
    var ratio: String?

    @Option(help: "Seed of every draw.")
    var seed: String?

    @Option(help: "Rows of a shard.")
    var rowsPerShard: String?

    @Option(help: "Deflate level: 0 none, 1 fast … 9 smallest.")
    var compression: String?

    @Option(help: "Shares of training, validation and test rows: 0.8,0.1,0.1.")
    var split: String?

    @Option(help: "Soft labels: auto, dense, sparse or both.")
    var softLabels: String?

    @Option(name: .customLong("set"), help: ArgumentHelp("Any setting of the recipe.", valueName: "key=value"))
    var settings: [String] = []

    /// The recipe with the command line laid over it.
    ///
    /// - Parameters: `defaults` lie under the options of the command line, `others` over them.
    func load(under defaults: [RecipeOverride] = [], over others: [RecipeOverride] = []) throws -> LoadedRecipe {
        let loaded = try Recipe.load(file: recipe, overrides: defaults + overrides() + others)
        if loaded.recipe.input.path.patterns.isEmpty {
            throw ValidationError("no input: name a file, or one in the recipe as input.path")
        }
        return loaded
    }

    private func overrides() throws -> [RecipeOverride] {
        var overrides: [RecipeOverride] = []
        func add(_ path: String, _ value: String?, _ option: String) {
            guard let value else { return }
            overrides.append(RecipeOverride(path, Self.value(value), option: option))
        }
        if !inputs.isEmpty { overrides.append(RecipeOverride("input.path", .texts(inputs), option: "INPUT")) }
        add("input.label", label, "--label")
        if let labels { overrides.append(RecipeOverride("input.labels", .texts([labels]), option: "--labels")) }
        add("input.format", format, "--format")
        add("method.kind", method, "--method")
        add("method.neighbors", neighbors, "--neighbors")
        add("balance.to", to, "--to")
        add("balance.ratio", ratio, "--ratio")
        add("seed", seed, "--seed")
        add("output.rows_per_shard", rowsPerShard, "--rows-per-shard")
        add("output.compression", compression, "--compression")
        overrides += try splitOverrides()
        add("output.soft_labels", softLabels, "--soft-labels")
        return try overrides + settings.map(Self.setting)
    }

    /// Numbers as YAML reads them, anything else as the text it is: a class named `no` is not false.
    static func value(_ text: String) -> RecipeOverride.Value {
        Double(text) == nil ? .text(text) : .yaml(text)
    }

    private static func setting(_ text: String) throws -> RecipeOverride {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw ValidationError("--set '\(text)': no setting; write one such as --set method.neighbors=7")
        }
        return RecipeOverride(String(text[..<equals]), .yaml(String(text[text.index(after: equals)...])))
    }

    private func splitOverrides() throws -> [RecipeOverride] {
        guard let split else { return [] }
        let shares = split.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(shares.count) else {
            throw ValidationError("--split '\(split)': two or three shares are needed, such as 0.8,0.1,0.1")
        }
        return zip(["train", "validation", "test"], shares + (shares.count == 2 ? ["0"] : [])).map {
            RecipeOverride("split.\($0)", .yaml($1), option: "--split")
        }
    }
}
