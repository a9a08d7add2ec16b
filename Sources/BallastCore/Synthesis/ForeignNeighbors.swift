/// How many of each row's m nearest training rows belong to other classes than its own.
package struct ForeignNeighbors: Sendable {
    /// m, or the number of other training rows where that is less.
    package let considered: Int
    private let counts: StoredArray<Int32>

    /// - Parameter classes: whose rows are asked about.
    /// - Complexity: that of one neighbour search per class; 4 bytes per training row afterwards.
    package init(_ context: SynthesisContext, ofClasses classes: [Int], m: Int) throws {
        let population = context.population
        considered = min(m, population.training.count - 1)
        counts = try StoredArray(named: "foreign-neighbors", count: population.training.count, in: context.storage)
        for c in classes {
            guard let table = try context.neighbors(ofClass: c, among: .training, k: m) else { continue }
            for index in 0..<Int(population.count(of: c)) {
                let foreign = table[index].count { population.labels[Int($0)] != Int32(c) }
                counts[population.classStarts[c] + index] = Int32(foreign)
            }
        }
    }

    /// Of the row at a position of ``Population/classRows``.
    package subscript(position: Int) -> Int { Int(counts[position]) }

    /// Whether all that are considered are foreign.
    package func isNoise(_ position: Int) -> Bool { self[position] == considered }

    /// Whether at least half of those considered are foreign, but not all.
    package func isInDanger(_ position: Int) -> Bool { 2 * self[position] >= considered && !isNoise(position) }
}
