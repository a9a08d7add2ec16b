import BallastCore
import BallastFormats
import HDF5

/// Whether each shard holds the data sets and attributes that recipe and manifest call for.
struct LayoutCheck {
    private let data: VerifiedSet

    init(_ data: VerifiedSet) { self.data = data }

    /// - Returns: the shards whose values can be read as the layout says.
    func check(_ log: inout FindingLog) -> [VerifiedSet.Shard] {
        let attributes: ShardAttributes
        do {
            attributes = try ShardAttributes(data.recipe, data.manifest)
        } catch {
            log.add(.attributes, OutputDirectory.manifestName, "\(error)")
            return []
        }
        return data.shards.filter { shard in
            guard FileSystem.status(data.path + "/" + shard.name) != nil else { return false }
            do {
                let reader = try ShardReader(data.path + "/" + shard.name)
                check(
                    reader, attributes.attributes(shard.part, shard: shard.number, rowStart: shard.rowStart), shard,
                    &log)
                return try checkDataSets(reader, shard, &log)
            } catch {
                log.add(.layout, shard.name, "\(error)")
                return false
            }
        }
    }

    private func check(
        _ reader: ShardReader, _ expected: [(String, Attribute)], _ shard: VerifiedSet.Shard, _ log: inout FindingLog
    ) {
        for (name, right) in expected {
            log.examine(.attributes)
            do {
                guard let found = try reader.attribute(name) else {
                    log.add(.attributes, shard.name, "the attribute '\(name)' is missing")
                    continue
                }
                if found != right {
                    log.add(
                        .attributes, shard.name,
                        "the attribute '\(name)' is \(found.words); recipe and manifest say \(right.words)")
                }
            } catch {
                log.add(.attributes, shard.name, "\(error)")
            }
        }
    }

    private func checkDataSets(
        _ reader: ShardReader, _ shard: VerifiedSet.Shard, _ log: inout FindingLog
    ) throws -> Bool {
        let count = try reader.objectCount()
        if count > data.layout.fields.count {
            log.add(
                .layout, shard.name,
                "it holds \(count) objects; a shard of this recipe holds \(data.layout.fields.count) data sets")
        }
        var isSound = shard.summary.rows > 0
        for field in data.layout.fields {
            log.examine(.layout)
            guard let found = try reader.describe(field.name) else {
                log.add(.layout, shard.name, dataSet: field.name, "the data set is missing")
                isSound = false
                continue
            }
            if let problem = Self.typeProblem(found, field, rows: shard.summary.rows) {
                log.add(.layout, shard.name, dataSet: field.name, problem)
                isSound = false
            } else if let problem = Self.storageProblem(found, field, rows: shard.summary.rows) {
                log.add(.layout, shard.name, dataSet: field.name, problem)
            }
        }
        return isSound
    }

    /// What keeps the values from being read as they are.
    private static func typeProblem(
        _ found: ShardReader.Description, _ field: ShardLayout.Field, rows: Int
    ) -> String? {
        let right = "\(field.type.rawValue) \([rows] + field.rowShape)"
        guard case .numbers(let format) = found.content else { return "it holds no numbers; it must be \(right)" }
        guard format.type == field.type, found.shape == [rows] + field.rowShape else {
            return "it is \(format.type.rawValue) \(found.shape); it must be \(right)"
        }
        return format.byteOrder == .big ? "it is big endian; it must be little endian" : nil
    }

    private static func storageProblem(
        _ found: ShardReader.Description, _ field: ShardLayout.Field, rows: Int
    ) -> String? {
        let right = [field.chunkRows(ofShardWith: rows)] + field.rowShape
        guard case .chunked(let shape, let filters) = found.layout else {
            return "it is not stored in chunks; its chunks must be \(right)"
        }
        if shape != right { return "its chunks are \(shape); they must be \(right)" }
        for filter in filters {
            switch filter {
            case .deflate, .shuffle: continue
            case .fletcher32: return "it has the filter 'fletcher32'; only deflate and shuffle are used"
            case .other(let id, let name):
                return "it has the filter '\(name)' (\(id)); only deflate and shuffle are used"
            }
        }
        return nil
    }
}

extension Attribute {
    /// The value as a finding quotes it.
    fileprivate var words: String {
        let text =
            switch self {
            case .integer(let number): "\(number)"
            case .string(let string): "'\(string)'"
            case .strings(let strings): "\(strings)"
            }
        return text.count <= 200 ? text : text.prefix(197) + "..."
    }
}
