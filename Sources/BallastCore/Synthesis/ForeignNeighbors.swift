/// How many of each row's m nearest training rows belong to other classes than its own.
struct ForeignNeighbors: Sendable {
    /// m, or the number of other training rows where that is less.
    let considered: Int
    private let counts: StoredArray<Int32>

    /// - Parameter classes: whose rows are asked about.
    /// - Complexity: that of one neighbour search per class; 4 bytes per training row afterwards.
    init(_ context: SynthesisContext, ofClasses classes: [Int], m: Int) throws {
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
    subscript(position: Int) -> Int { Int(counts[position]) }
}
