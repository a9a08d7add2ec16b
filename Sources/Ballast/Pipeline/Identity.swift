import BallastFormats

/// What makes two runs the same: the resolved recipe without paths, the inputs' hashes, and the result version.
enum Identity {
    static func of(_ recipe: Recipe, inputHashes: [String]) throws -> String {
        let text = try CanonicalJSON.string(recipe.withoutPaths)
        return FileDigest.sha256(of: "\(Version.result)\n\(inputHashes.joined(separator: "\n"))\n\(text)")
    }
}
