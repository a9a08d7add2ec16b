internal import BallastCore

/// Replaces the numbers that values got while parsing by their ranks in sorted order.
struct SortedCodes {
    var rowCount: Int
    var threads: Int

    /// In place, one code per row. Missing values stay −1.
    func replace(in region: Region, by ranks: [Int32]) throws -> StoredArray<Int32> {
        let codes = StoredArray<Int32>(region: region, count: rowCount)
        try forEachPart { rows in
            for row in rows where codes[row] >= 0 { codes[row] = ranks[Int(codes[row])] }
            region.discard(rows.lowerBound * 4..<rows.upperBound * 4)
        }
        return codes
    }

    /// The columns at `offsets` of rows of `width` codes: in place if they are all of them, else in a new region.
    func categorical(
        _ offsets: [Int], _ ranks: [[Int32]], from region: Region?, width: Int, storage: any Storage
    ) throws -> CodeStore? {
        guard let region, !offsets.isEmpty else { return nil }
        let source = StoredArray<Int32>(region: region, count: rowCount * width)
        let count = rowCount * offsets.count
        let target =
            offsets.count == width
            ? source
            : StoredArray<Int32>(
                region: try storage.makeRegion(named: RegionName.unique("codes"), byteCount: count * 4), count: count)
        try forEachPart { rows in
            for row in rows {
                for (column, offset) in offsets.enumerated() {
                    let code = source[row * width + offset]
                    target[row * offsets.count + column] = code < 0 ? -1 : ranks[column][Int(code)]
                }
            }
            region.discard(rows.lowerBound * width * 4..<rows.upperBound * width * 4)
            target.region.discard(rows.lowerBound * offsets.count * 4..<rows.upperBound * offsets.count * 4)
        }
        return CodeStore(codes: target, width: offsets.count)
    }

    private func forEachPart(_ body: @Sendable (Range<Int>) -> Void) throws {
        let part = 65_536
        try Parallel.forEach((rowCount + part - 1) / part, threads: threads) { index in
            body(index * part..<min((index + 1) * part, rowCount))
        }
    }
}
