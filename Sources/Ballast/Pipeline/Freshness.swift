import BallastFormats
import Glibc

/// Whether a data set that stands there already is what the recipe would make.
struct Freshness {
    let output: OutputDirectory
    let recipe: Recipe
    /// Every file that is read, in order, as the readers get them.
    let paths: [String]
    let recipeFile: String?
    let checkHashes: Bool

    /// The manifest, if nothing has to be made. Where only the times of the inputs or of the recipe's file differ and
    /// what they say is as it was, `run.json` is renewed and the manifest's time set to now, so that make is content.
    func current() throws -> Manifest? {
        guard let text = try FileSystem.read(output.file(OutputDirectory.manifestName)),
            let manifest = try? CanonicalJSON.decode(Manifest.self, from: text),
            manifest.inputs.map(\.path) == paths,
            try manifest.identity == Identity.of(recipe, inputHashes: manifest.inputs.map(\.sha256)),
            manifest.shards.allSatisfy({ FileSystem.status(output.file($0.name))?.size == Int64($0.bytes) })
        else { return nil }
        let stamps = paths.compactMap { RunRecord.InputStamp($0) }
        guard stamps.count == paths.count else { return nil }
        let record = try FileSystem.read(output.file(OutputDirectory.runName))
            .flatMap { try? CanonicalJSON.decode(RunRecord.self, from: $0) }
        let recipeStamp = recipeFile.flatMap { RunRecord.InputStamp($0) }
        if record?.inputs != stamps || checkHashes {
            for input in manifest.inputs where try FileDigest.sha256(ofFile: input.path) != input.sha256 { return nil }
        }
        guard record?.inputs != stamps || record?.recipe != recipeStamp else { return manifest }
        if var record {
            record.inputs = stamps
            record.recipe = recipeStamp
            try FileSystem.write(
                try CanonicalJSON.string(record, pretty: true), to: output.file(OutputDirectory.runName))
        }
        utimes(output.file(OutputDirectory.manifestName), nil)
        return manifest
    }
}
