public import BallastFormats

extension LoadedRecipe {
    /// What the readers are asked for: the recipe's `input` with its files found, and the columns that steer the split.
    ///
    /// - Throws: `InputError` for a glob without a match.
    public func inputRequest() throws -> InputRequest {
        let input = recipe.input
        var request = InputRequest(paths: try input.path.files(relativeTo: inputFolder))
        request.format = input.format
        request.header =
            switch input.header {
            case .auto: .auto
            case .present: .present
            case .absent: .absent
            }
        if case .byte(let byte) = input.delimiter { request.delimiter = byte }
        request.label = input.label.reference
        request.labelPaths = try input.labels.files(relativeTo: labelsFolder)
        if case .file(let path) = recipe.distance.embedding {
            request.embeddingPath = InputPaths.path(path, relativeTo: embeddingFolder)
        }
        request.x = input.x
        request.y = input.y
        request.columns = input.columns
        request.missingTokens = input.missingTokens
        request.missing = input.missing
        request.group = recipe.split.group.reference
        request.fold = recipe.split.column.reference
        return request
    }
}
