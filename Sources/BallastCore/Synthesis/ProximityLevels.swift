/// The rows of a class, peeled: level 1 lies nearest to the other classes.
///
/// Level 1 are the rows among the k nearest of the class for any row of another class; they are taken away, and level 2 are
/// those among the k nearest of what is left; the last level is the rest.
struct ProximityLevels: Sendable {
    /// Row numbers level after level, ascending inside a level.
    private let rows: StoredArray<Int64>
    /// First place of each level, and one past the last. A level can be empty.
    private let starts: [Int]

    var count: Int { starts.count - 1 }

    /// - Complexity: `levels` searches of all other rows among the class.
    init(_ context: SynthesisContext, ofClass c: Int, levels: Int, k: Int) throws {
        let others = try context.rows(besidesClass: c)
        var remaining = Array(context.population.rows(ofClass: c).elements)
        rows = try StoredArray(named: "levels-\(c)", count: remaining.count, in: context.storage)
        var starts = [0]
        for level in 1...levels {
            var isNear = [Bool](repeating: level == levels, count: remaining.count)
            if level < levels && !remaining.isEmpty && others.count > 0 {
                let table = try context.nearest(k: k, of: others, among: StoredArray(remaining), inSpaceOfClass: c)
                for row in Set(table.rows.elements) { isNear[remaining.firstIndex(notBelow: row)] = true }
            }
            let near = remaining.indices.filter { isNear[$0] }.map { remaining[$0] }
            for (index, row) in near.enumerated() { rows[starts[starts.count - 1] + index] = row }
            starts.append(starts[starts.count - 1] + near.count)
            remaining = remaining.indices.filter { !isNear[$0] }.map { remaining[$0] }
        }
        self.starts = starts
    }

    /// Rows of a level, from 0.
    func count(of level: Int) -> Int { starts[level + 1] - starts[level] }

    /// The row with this index in a level.
    func row(_ index: Int64, ofLevel level: Int) -> Int64 { rows[starts[level] + Int(index)] }

    /// The level of a row of the class and its index there.
    func place(of row: Int64) -> (level: Int, index: Int64)? {
        for level in 0..<count {
            let index = rows[starts[level]..<starts[level + 1]].firstIndex(notBelow: row)
            if index < count(of: level), rows[starts[level] + index] == row { return (level, Int64(index)) }
        }
        return nil
    }
}
