import Ballast
import BallastFormats
import Glibc

/// The inputs of a data set as a rule of make, with an empty rule for each so that a deleted one is no error.
struct Depfile {
    private let target: String
    private let prerequisites: [String]

    init(_ loaded: LoadedRecipe, recipe: String?, output: String) throws {
        let request = try loaded.inputRequest()
        // As a makefile names it: make does not know that two slashes are one.
        target = (output.hasSuffix("/") ? output : output + "/") + "manifest.json"
        prerequisites = request.allPaths.filter { $0 != "-" } + [recipe].compactMap { $0 }
    }

    var text: String {
        let names = prerequisites.map(Self.escaped)
        let rule = "\(Self.escaped(target)): \(names.joined(separator: " "))\n"
        return rule + names.map { "\n\($0):\n" }.joined()
    }

    func write(to path: String) throws {
        guard let file = fopen(path, "w") else { throw FileSystemError("create '\(path)'", isCreation: true) }
        let isWritten = fputs(text, file) >= 0
        guard fclose(file) == 0, isWritten else { throw FileSystemError("write '\(path)'") }
    }

    /// Spaces, number signs and dollars as make wants them.
    private static func escaped(_ path: String) -> String {
        path.reduce(into: "") { result, character in
            switch character {
            case " ", "#", ":": result += "\\" + String(character)
            case "$": result += "$$"
            default: result.append(character)
            }
        }
    }
}
