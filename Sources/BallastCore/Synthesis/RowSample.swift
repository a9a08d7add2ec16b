/// Some training rows as float64, row-major: what clusters and margins are found from.
///
/// At most 65,536 rows and, but for the first 256, 2²¹ elements (16 MiB), so that neither memory nor time grows with the
/// input. Which rows is drawn by a key, without replacement.
package struct RowSample: Sendable {
    /// Row numbers, ascending.
    package let rows: [Int64]
    package let width: Int
    let values: StoredArray<Double>

    /// Bytes of a sample, at most, but for very wide rows.
    package static let mostBytes = 8 << 21

    /// Rows of a sample, at most.
    static func mostRows(width: Int) -> Int { min(65_536, max(256, (1 << 21) / width)) }

    package init(_ features: RowStore, rows: [Int64]) {
        self.rows = rows
        let width = features.width
        self.width = width
        let count = rows.count * width
        let region = MemoryStorage().makeRegion(named: "sample", byteCount: count * MemoryLayout<Double>.stride)
        let values = StoredArray<Double>(region: region, count: count)
        self.values = values
        features.forEachRow(
            rows.count, at: { Int(rows[$0]) },
            do: { index, row in
                for j in 0..<width { values[index * width + j] = row[j] }
            })
    }

    /// At most `count` of the rows that `row` gives for indices below `total`, ascending; it gives nil for rows that do not
    /// count, and ascends.
    static func draw(_ count: Int, outOf total: Int, key: UInt64, _ row: (Int) -> Int64?) -> [Int64] {
        guard total > 0, count > 0 else { return [] }
        let permutation = KeyedPermutation(count: Int64(total), key: key)
        var drawn: [Int64] = []
        for index in 0..<Int64(total) where drawn.count < count {
            if let row = row(Int(permutation(index))) { drawn.append(row) }
        }
        return drawn.sorted()
    }
}
