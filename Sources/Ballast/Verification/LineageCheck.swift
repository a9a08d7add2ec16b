import BallastCore
import BallastFormats

/// Base, partner and lambda of each row by itself: what an original, a copy and a blend must look like.
struct LineageCheck {
    /// Rows of all inputs.
    let inputRows: Int

    func check(_ rows: ShardRows, _ shard: VerifiedSet.Shard, _ log: inout FindingLog) {
        log.examine(.lineage, rows.count)
        let lineage = Lineage(rows)
        let weights = rows.values(.weight, as: Float.self)
        for row in 0..<rows.count {
            let number = rows.range.lowerBound + row
            if let (content, problem) = problem(lineage[row], of: shard.part) {
                log.add(.lineage, shard.name, dataSet: content.rawValue, row: number, problem)
            }
            if !(weights[row] >= 0 && weights[row].isFinite) {
                log.add(
                    .lineage, shard.name, dataSet: "weight", row: number, "\(weights[row]) is no weight; 0 or more")
            }
            if row > 0, shard.part != .train, lineage[row].base <= lineage[row - 1].base {
                log.add(
                    .lineage, shard.name, dataSet: "base", row: number,
                    "input row \(lineage[row].base) follows \(lineage[row - 1].base); "
                        + "\(shard.part.name) rows keep the order of the input")
            }
        }
    }

    private func problem(_ row: Lineage.Row, of part: Part) -> (ShardLayout.Content, String)? {
        if row.synthetic > 1 { return (.synthetic, "\(row.synthetic) is neither 0 nor 1") }
        if row.base < 0 || row.base >= inputRows {
            return (.base, "\(row.base) is no input row; 0 to \(inputRows - 1) are")
        }
        if row.partner < -1 || row.partner >= inputRows {
            return (.partner, "\(row.partner) is no input row; 0 to \(inputRows - 1) are, and -1 for none")
        }
        if !(row.lambda >= -1 && row.lambda <= 1) {
            return (.lambda, "\(row.lambda) is no share; 0 to 1, or from -1 where a row lies beyond its base")
        }
        if row.synthetic == 1 && part != .train { return (.synthetic, "a \(part.name) row is synthetic; none may be") }
        if row.synthetic == 0 && row.partner != row.base {
            return (.partner, "an original has the partner \(row.partner); it must be its own, \(row.base)")
        }
        if row.partner == row.base && row.lambda != 0 {
            return (.lambda, "\(row.lambda) for \(row.synthetic == 0 ? "an original" : "a copy"); it must be 0")
        }
        return nil
    }
}

/// Where the rows of a block come from.
struct Lineage {
    struct Row: Equatable {
        var base: Int64
        var partner: Int64
        var lambda: Float
        var synthetic: UInt8

        var blend: Blend { Blend(base: base, partner: partner, weight: lambda) }
        /// Neither an original nor a copy.
        var isBlend: Bool { partner != base }
    }

    private let base: UnsafeBufferPointer<Int64>
    private let partner: UnsafeBufferPointer<Int64>
    private let lambda: UnsafeBufferPointer<Float>
    private let synthetic: UnsafeBufferPointer<UInt8>

    init(_ rows: ShardRows) {
        base = rows.values(.base)
        partner = rows.values(.partner)
        lambda = rows.values(.lambda)
        synthetic = rows.values(.synthetic)
    }

    subscript(row: Int) -> Row {
        Row(base: base[row], partner: partner[row], lambda: lambda[row], synthetic: synthetic[row])
    }
}
