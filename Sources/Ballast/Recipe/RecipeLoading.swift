public import BallastCore
import BallastFormats
import Foundation

/// A recipe with what was noticed while it was read.
public struct LoadedRecipe: Sendable {
    /// Validated.
    public var recipe: Recipe
    /// Such as settings that replaced others.
    public var notices: [Notice]
    /// The recipe's file; nil where there is none.
    public var file: String? = nil
    /// The folder to which paths in the recipe's file are relative; empty without a file.
    public var folder: String
    /// The folders to which `input.path` and `input.labels` are relative: the recipe's, or empty for the current one
    /// where they come from the command line.
    public var inputFolder: String
    public var labelsFolder: String
    /// The same for `distance.embedding`.
    public var embeddingFolder = ""
}

extension Recipe {
    /// Reads a recipe file and lays the settings of the command line over it; without a file, over the defaults.
    ///
    /// - Throws: ``RecipeError``.
    public static func load(file: String?, overrides: [RecipeOverride] = []) throws -> LoadedRecipe {
        guard let file else { return try assemble(nil, file: nil, overrides) }
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw RecipeError(
                place: .file(file), path: "", problem: "cannot be read; name a recipe, `ballast init` writes one",
                isMissingFile: true)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RecipeError(place: .file(file), path: "", problem: "is not UTF-8 text; a recipe is YAML")
        }
        return try load(text: text, name: file, overrides: overrides)
    }

    /// Reads a recipe from its text; `name` is the file that errors name.
    ///
    /// - Throws: ``RecipeError``.
    public static func load(text: String, name: String, overrides: [RecipeOverride] = []) throws -> LoadedRecipe {
        let tree = try RecipeYAML.parse(text) { .line($0, of: name) } ?? RecipeValue(.map([]), at: .file(name))
        return try assemble(tree, file: name, overrides)
    }

    private static func assemble(_ tree: RecipeValue?, file: String?, _ overrides: [RecipeOverride]) throws
        -> LoadedRecipe
    {
        var overlay = try RecipeOverlay()
        if let tree {
            try overlay.lay(tree)
            if overlay.tree.place(of: RecipePath("version")) == .builtIn {
                throw RecipeError(place: .file(file ?? ""), path: "version", problem: "is missing; write version: 1")
            }
        }
        let layer = try RecipeOverrideLayer(overrides)
        try overlay.lay(layer.tree)
        let recipe = try decode(overlay.tree)
        let folder = file.map(Self.folder) ?? ""
        func folderOf(_ path: String) -> String {
            if case .option = overlay.tree.place(of: RecipePath(path)) { "" } else { folder }
        }
        return LoadedRecipe(
            recipe: recipe, notices: (layer.notices + overlay.notices).map { Notice($0) }, file: file, folder: folder,
            inputFolder: folderOf("input.path"), labelsFolder: folderOf("input.labels"),
            embeddingFolder: folderOf("distance.embedding"))
    }

    /// What stands before the last slash; `NSString.deletingLastPathComponent` traps on a name of one character.
    private static func folder(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "" }
        return slash == file.startIndex ? "/" : String(file[..<slash])
    }

    private static func decode(_ tree: RecipeValue) throws -> Recipe {
        do {
            var recipe = try tree.json.decode(Recipe.self)
            let goal = tree["balance"]?.members.first { Balance.Goal.isKey($0.key) }
            if goal?.place == .builtIn, type(of: recipe.method.settings).strata == .everything {
                recipe.balance.goal = .doubled
            }
            let scale = tree["distance"]?.members.first { $0.key == "scale" }
            if recipe.distance.embedding != .none || recipe.distance.metric == .cosine, scale?.place == .builtIn {
                recipe.distance.scale = .none
            }
            try recipe.validate()
            return recipe
        } catch let error as SettingError {
            throw RecipeError(
                place: tree.place(of: RecipePath(error.setting)), path: error.setting, problem: error.problem)
        } catch let error as DecodingError {
            let context = error.context
            let path = RecipePath(context.codingPath)
            throw RecipeError(place: tree.place(of: path), path: path.description, problem: context.debugDescription)
        }
    }
}
