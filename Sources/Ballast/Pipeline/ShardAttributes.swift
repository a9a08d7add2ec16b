import BallastCore
import BallastFormats
import HDF5

/// The root attributes of a shard: enough to rebuild the manifest but for the notices, and no path.
struct ShardAttributes: Sendable {
    private let fixed: [(String, Attribute)]

    init(_ recipe: Recipe, _ preparation: Preparation, _ inputs: [InputFile]) throws {
        let population = preparation.population
        try self.init(
            recipe, columns: population.columns, classes: population.classNames, counts: preparation.countsBefore,
            inputs: inputs, toolVersion: Version.tool)
    }

    /// Those that a shard of this manifest must have.
    init(_ recipe: Recipe, _ manifest: Manifest) throws {
        try self.init(
            recipe, columns: manifest.columns, classes: manifest.classes.map(\.name),
            counts: manifest.classes.map(\.before), inputs: manifest.inputs, toolVersion: manifest.toolVersion)
    }

    private init(
        _ recipe: Recipe, columns: [Column], classes: [String], counts: [Int64], inputs: [InputFile],
        toolVersion: String
    ) throws {
        let numeric = columns.filter { $0.kind != .categorical }
        let categories = Dictionary(
            columns.filter { $0.kind == .categorical }.map { ($0.name, $0.categories ?? []) },
            uniquingKeysWith: { first, _ in first })
        let counts = Dictionary(zip(classes, counts).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
        var attributes: [(String, Attribute)] = [
            ("format", .string(ShardLayout.format)),
            ("format_version", .string(ShardLayout.formatVersion)),
            ("classes", .strings(classes)),
        ]
        if !numeric.isEmpty { attributes.append(("features", .strings(numeric.map(\.name)))) }
        attributes += [
            ("categories", .string(try CanonicalJSON.string(categories))),
            ("columns", .string(try CanonicalJSON.string(columns.map(ColumnNote.init)))),
            ("inputs", .string(try CanonicalJSON.string(inputs.map(InputNote.init)))),
            ("counts_before", .string(try CanonicalJSON.string(counts))),
            ("recipe", .string(try CanonicalJSON.string(recipe.withoutPaths))),
            ("seed", .integer(Int64(clamping: recipe.seed))),
            ("tool_version", .string(toolVersion)),
        ]
        fixed = attributes
    }

    func attributes(_ part: Part, shard: Int, rowStart: Int) -> [(String, Attribute)] {
        fixed + [
            ("split", .string(part.name)), ("shard", .integer(Int64(shard))), ("row_start", .integer(Int64(rowStart))),
        ]
    }

    private struct ColumnNote: Encodable {
        var name: String
        var kind: ColumnKind
        var minimum: Double?
        var maximum: Double?

        init(_ column: Column) {
            name = column.name
            kind = column.kind
            minimum = column.minimum
            maximum = column.maximum
        }
    }

    private struct InputNote: Encodable {
        var size: Int
        var rows: Int
        var sha256: String

        init(_ file: InputFile) {
            size = file.size
            rows = file.rows
            sha256 = file.sha256
        }
    }
}
