/// The recipe is wrong, or cannot be read.
///
/// Reads as `recipe.yaml:5: method.neigbors: unknown key; known: kind, neighbors, nominal_vote`, or
/// `--set method.neigbors: …` for a setting of the command line.
public struct RecipeError: Error, Equatable, CustomStringConvertible, Sendable {
    /// Where the setting was given.
    public var place: RecipePlace
    /// The setting, `method.neighbors`; empty for the recipe as a whole.
    public var path: String
    /// What is wrong and what would be right.
    public var problem: String
    /// The recipe file does not exist or cannot be opened.
    public var isMissingFile = false

    public var description: String {
        switch place {
        case .option(_, let given) where given == path: "\(place): \(problem)"
        default: [place.description, path, problem].filter { !$0.isEmpty }.joined(separator: ": ")
        }
    }
}

/// Where a setting was given.
public enum RecipePlace: Hashable, CustomStringConvertible, Sendable {
    /// Nowhere: a default.
    case builtIn
    /// In a file; the line counts from 1.
    case line(Int, of: String)
    /// Nowhere in particular in a file.
    case file(String)
    /// On the command line, as `name`, which sets `path`.
    case option(String, path: String)

    public var description: String {
        switch self {
        case .builtIn: ""
        case .line(let line, let file): "\(file):\(line)"
        case .file(let file): file
        case .option(let name, _): name
        }
    }
}
