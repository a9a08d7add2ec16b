import BallastCore
import BallastFormats

/// What each input row is used for: an original of one part at most, and a parent of training rows only if it may be.
///
/// One byte for each input row.
struct RowUsage {
    private let data: VerifiedSet
    private let marks: StoredArray<UInt8>
    /// One past the highest input row that was seen: a manifest may claim far more than there are.
    private var end = 0
    /// Originals found in each part.
    private var originals: [Part: Int] = [:]

    /// The low bits hold one more than the part where a row stands as an original.
    private static let partMask: UInt8 = 3
    private static let parent: UInt8 = 4

    init(_ data: VerifiedSet, _ storage: any Storage) throws {
        self.data = data
        marks = try StoredArray(named: "usage", count: data.inputRows, in: storage)
    }

    mutating func add(_ rows: ShardRows, of shard: VerifiedSet.Shard, _ log: inout FindingLog) {
        let lineage = Lineage(rows)
        for row in 0..<rows.count {
            let found = lineage[row]
            guard found.base >= 0, found.base < marks.count else { continue }
            end = max(end, Int(found.base) + 1)
            if found.synthetic == 0 {
                addOriginal(Int(found.base), shard, rows.range.lowerBound + row, &log)
            } else if shard.part == .train {
                marks[Int(found.base)] |= Self.parent
                if found.partner >= 0, found.partner < marks.count {
                    end = max(end, Int(found.partner) + 1)
                    marks[Int(found.partner)] |= Self.parent
                }
            }
        }
    }

    private mutating func addOriginal(
        _ base: Int, _ shard: VerifiedSet.Shard, _ row: Int, _ log: inout FindingLog
    ) {
        if let part = part(ofOriginal: base) {
            let problem =
                part == shard.part
                ? "input row \(base) stands here a second time; each original stands once"
                : "input row \(base) is in the \(part.name) part too; the parts must be disjoint"
            log.add(.lineage, shard.name, dataSet: "base", row: row, problem)
        } else {
            marks[base] |= shard.part.rawValue + 1
            originals[shard.part, default: 0] += 1
        }
    }

    private func part(ofOriginal row: Int) -> Part? {
        let mark = marks[row] & Self.partMask
        return mark == 0 ? nil : Part(rawValue: mark - 1)
    }

    /// What is known once all rows have been seen.
    func checkTotals(_ shards: [VerifiedSet.Shard], _ log: inout FindingLog) {
        let isComplete = shards.count == data.shards.count
        let wanted = data.recipe.output.originals ? Int(data.manifest.trainingCounts.reduce(0, +)) : 0
        let found = originals[.train, default: 0]
        if isComplete && found != wanted {
            log.add(
                .lineage, OutputDirectory.manifestName,
                "the training part has \(found) originals; the classes had \(wanted) rows before\(data.manifest.dropped == nil ? "" : " that were not dropped")"
            )
        }
        let mustStand = isComplete && data.recipe.output.originals
        let wrong = (0..<end).lazy.filter { isWrongParent($0, mustStand: mustStand) }.prefix(FindingLog.kept)
        if !wrong.isEmpty { report(Set(wrong.map(Int64.init)), shards, &log) }
    }

    private func isWrongParent(_ row: Int, mustStand: Bool) -> Bool {
        guard marks[row] & Self.parent != 0 else { return false }
        return part(ofOriginal: row).map { $0 != .train } ?? mustStand
    }

    /// Finds the rows that have the wrong parents; a second look that a good data set does not need.
    private func report(_ wrong: Set<Int64>, _ shards: [VerifiedSet.Shard], _ log: inout FindingLog) {
        for shard in shards where shard.part == .train {
            guard let reader = try? ShardReader(data.path + "/" + shard.name) else { continue }
            for start in stride(from: 0, to: shard.summary.rows, by: 16_384) {
                let range = start..<min(start + 16_384, shard.summary.rows)
                guard let rows = try? reader.read(range, of: data.layout.lineage) else { continue }
                let lineage = Lineage(rows)
                for row in 0..<rows.count where lineage[row].synthetic == 1 {
                    check(lineage[row], wrong, shard, start + row, &log)
                }
            }
        }
    }

    private func check(
        _ row: Lineage.Row, _ wrong: Set<Int64>, _ shard: VerifiedSet.Shard, _ number: Int, _ log: inout FindingLog
    ) {
        for (name, parent) in [("base", row.base), ("partner", row.partner)] where wrong.contains(parent) {
            let part = part(ofOriginal: Int(parent))
            let place = part.map { "is in the \($0.name) part" } ?? "is in no part"
            log.add(
                .lineage, shard.name, dataSet: name, row: number,
                "input row \(parent) \(place); synthetic rows have parents of the training part only")
            if row.partner == row.base { return }
        }
    }
}
