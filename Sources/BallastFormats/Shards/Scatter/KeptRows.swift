import BallastCore

/// The rows of some classes, which stay in memory while the output is made bucket by bucket: a row that many output rows
/// need is then not handed out to each of them.
struct KeptRows: Sendable {
    private let isKept: [Bool]
    private let bits: RankedBits
    /// By index among the kept rows.
    private let classes: StoredArray<Int32>

    /// Rows that are kept.
    var count: Int { classes.count }

    /// - Parameter isKept: of each class.
    /// - Complexity: O(kept rows); 4 bytes for each, and 9 for each 64 rows of the input.
    init(classes isKept: [Bool], of population: Population, in storage: some Storage) throws {
        self.isKept = isKept
        bits = try RankedBits(count: Int64(population.rowCount), named: "kept-rows", in: storage)
        let kept = isKept.indices.filter { isKept[$0] }
        for c in kept {
            for row in population.rows(ofClass: c).elements { bits.set(row) }
        }
        bits.finish()
        let count = kept.reduce(0) { $0 + Int(population.count(of: $1)) }
        classes = try StoredArray(named: "kept-classes", count: count, in: storage)
        for c in kept {
            for row in population.rows(ofClass: c).elements { classes[Int(bits.rank(row))] = Int32(c) }
        }
    }

    func holdsClass(_ c: Int) -> Bool { isKept[c] }

    /// Where `row`, which must be kept, stands among those that are: they are in input order.
    /// - Complexity: O(1).
    func index(of row: Int64) -> Int { Int(bits.rank(row)) }

    func label(of row: Int64) -> Int32 { classes[index(of: row)] }
}
