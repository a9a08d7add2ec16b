internal import CKernels

/// Partners drawn from the base's neighbour list, each neighbour equally likely.
struct NeighborPartners: Sendable {
    private let population: Population
    /// Keep the memory of `lists`.
    private let tables: [NeighborTable?]
    /// Per class; empty where a class has no candidates or its rows no neighbours.
    private let lists: [Lists]
    private let reversed: ReversedNeighbors?
    /// Which neighbours may be a base's partner, both by row number; nil: all.
    private let isAdmissible: (@Sendable (_ base: Int64, _ neighbor: Int64) -> Bool)?

    /// - Parameters:
    ///   - classes: whose rows are bases.
    ///   - reference: among which rows the neighbours of class c are looked for.
    ///   - isAdmissible: which neighbours may be a base's partner, both by row number; nil: all.
    init(
        _ context: SynthesisContext, ofClasses classes: [Int],
        among reference: (_ c: Int) -> SynthesisContext.Reference, k: Int,
        isAdmissible: (@Sendable (_ base: Int64, _ neighbor: Int64) -> Bool)? = nil
    ) throws {
        population = context.population
        self.isAdmissible = isAdmissible
        tables = try (0..<context.population.classCount).map { c in
            classes.contains(c) ? try context.neighbors(ofClass: c, among: reference(c), k: k) : nil
        }
        lists = tables.map { Lists($0) }
        reversed = context.inverses ? try ReversedNeighbors(of: tables, context) : nil
    }

    /// Partners from given lists.
    ///
    /// - Parameter tables: of each class, or nil; a list shorter than k is filled up with −1.
    init(_ context: SynthesisContext, tables: [NeighborTable?]) throws {
        population = context.population
        isAdmissible = nil
        self.tables = tables
        lists = tables.map { Lists($0) }
        reversed = context.inverses ? try ReversedNeighbors(of: tables, context) : nil
    }

    /// The neighbours of the row at `position`, nearest first; nil if it has none.
    func list(ofBase position: Int) -> UnsafeBufferPointer<Int64>? {
        let c = population.classOf(position: position)
        return lists[c][position - population.classStarts[c]]
    }

    /// Asks for the neighbours of the row at `position`, which are needed soon.
    func prefetch(ofBase position: Int) {
        let c = population.classOf(position: position)
        lists[c].prefetch(position - population.classStarts[c])
    }

    /// The partner's row number of the row `base` at `position`, or nil where it has no neighbours.
    func partner(of base: Int64, at position: Int, _ words: Philox.Words) -> Int64? {
        guard let list = list(ofBase: position) else { return nil }
        guard let isAdmissible else { return list[Int(RandomStream.below(Int64(list.count), words.0, words.1))] }
        let count = list.reduce(0) { $0 + (isAdmissible(base, $1) ? 1 : 0) }
        guard count > 0 else { return nil }
        var skipped = RandomStream.below(Int64(count), words.0, words.1)
        return list.first { neighbor in
            guard isAdmissible(base, neighbor) else { return false }
            skipped -= 1
            return skipped < 0
        }
    }

    /// Neighbours of the row at `position` that may be its partner.
    func count(ofBase position: Int) -> Int {
        var count = 0
        forEachPartner(ofBase: position) { _ in count += 1 }
        return count
    }

    /// Calls `body` with every neighbour of the row at `position` that may be its partner; each is equally likely.
    func forEachPartner(ofBase position: Int, _ body: (Int64) -> Void) {
        guard let list = list(ofBase: position) else { return }
        let base = population.classRows[position]
        for neighbor in list where isAdmissible?(base, neighbor) ?? true { body(neighbor) }
    }

    /// The share of the base's class in the parents' mixture that is expected of a candidate with this base.
    func expectedOwnShare(ofBase position: Int, _ law: PairLaw) -> Double {
        let base = population.classRows[position]
        let own = population.labels[Int(base)]
        var (given, count) = (0.0, 0)
        forEachPartner(ofBase: position) { neighbor in
            count += 1
            // Laws without a closed form belong to methods of one stratum.
            if population.labels[Int(neighbor)] != own { given += law.moments(base, neighbor)?.mean ?? 0.5 }
        }
        return count > 0 ? 1 - given / Double(count) : 1
    }

    /// Calls `body` for every position whose list holds `row`.
    func forEachBase(withNeighbor row: Int64, _ body: (Int) -> Void) {
        guard let reversed else { preconditionFailure("the context did not ask for inverses") }
        guard let position = population.position(ofTrainingRow: row) else { return }
        for base in reversed.bases(ofNeighbor: position) { body(Int(base)) }
    }
}

/// The lists of a table without its owner: a look-up for every output row should not count references.
private struct Lists: @unchecked Sendable {
    // Sendable: a finished table is only read.
    private let rows: UnsafePointer<Int64>?
    private let k: Int

    init(_ table: NeighborTable?) {
        rows = table.flatMap { UnsafePointer($0.rows.elements.baseAddress) }
        k = table?.k ?? 0
    }

    func prefetch(_ index: Int) {
        guard let rows else { return }
        ballast_prefetch(rows + index * k, k * MemoryLayout<Int64>.stride)
    }

    subscript(index: Int) -> UnsafeBufferPointer<Int64>? {
        guard let rows else { return nil }
        let list = rows + index * k
        var count = k
        while count > 0 && list[count - 1] < 0 { count -= 1 }
        return count > 0 ? UnsafeBufferPointer(start: list, count: count) : nil
    }
}

/// A neighbour table read backwards: which bases have a row in their list.
private struct ReversedNeighbors: Sendable {
    private let starts: StoredArray<Int64>
    private let entries: StoredArray<Int64>

    /// - Complexity: O(rows + entries · log rows) time, 8 bytes per training row and per entry.
    init(of tables: [NeighborTable?], _ context: SynthesisContext) throws {
        let population = context.population
        func forEachEntry(_ body: (_ neighbor: Int, _ base: Int) -> Void) {
            for (c, table) in tables.enumerated() {
                guard let table else { continue }
                for index in 0..<Int(population.count(of: c)) {
                    for row in table[index] where row >= 0 {
                        // A neighbour is always a training row.
                        body(population.position(ofTrainingRow: row)!, population.classStarts[c] + index)
                    }
                }
            }
        }
        let count = tables.reduce(0) { $0 + ($1?.rows.count ?? 0) }
        starts = try StoredArray(named: "reversed-starts", count: population.training.count + 1, in: context.storage)
        entries = try StoredArray(named: "reversed-entries", count: count, in: context.storage)
        forEachEntry { neighbor, _ in starts[neighbor + 1] += 1 }
        for index in 0..<population.training.count { starts[index + 1] += starts[index] }
        // Filling moves every start to the next one; shifting them back afterwards saves a second array.
        forEachEntry { neighbor, base in
            entries[Int(starts[neighbor])] = Int64(base)
            starts[neighbor] += 1
        }
        for index in stride(from: population.training.count, to: 0, by: -1) { starts[index] = starts[index - 1] }
        starts[0] = 0
    }

    func bases(ofNeighbor position: Int) -> UnsafeBufferPointer<Int64> {
        entries[Int(starts[position])..<Int(starts[position + 1])]
    }
}
