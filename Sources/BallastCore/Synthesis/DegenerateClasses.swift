/// Notices for classes inside which nothing can be interpolated. The output is still made: copies.
enum DegenerateClasses {
    /// For methods whose partner is of the base's class.
    static func report(_ context: SynthesisContext) {
        let population = context.population
        for c in 0..<population.classCount where context.quotas[c] > 0 {
            let name = population.classNames[c]
            if population.count(of: c) == 1 {
                context.notices.add("class '\(name)' has 1 row: it is copied, nothing can be interpolated")
            } else if allRowsEqual(population, c) {
                context.notices.add("all \(population.count(of: c)) rows of class '\(name)' are equal: they are copied")
            }
        }
    }

    /// For methods whose partner may be of any class: a class of more than k equal rows has no other neighbours.
    static func reportEqual(_ context: SynthesisContext, ofClasses classes: [Int], k: Int) {
        let population = context.population
        for c in classes where population.count(of: c) > k && allRowsEqual(population, c) {
            context.notices.add(
                "all \(population.count(of: c)) rows of class '\(population.classNames[c])' are equal and each other's "
                    + "neighbours: they are copied")
        }
    }

    static func allRowsEqual(_ population: Population, _ c: Int) -> Bool {
        let rows = population.rows(ofClass: c)
        return (1..<rows.count).allSatisfy { equal(Int(rows[0]), Int(rows[$0]), population) }
    }

    private static func equal(_ a: Int, _ b: Int, _ population: Population) -> Bool {
        if let codes = population.categorical, !codes[a].elementsEqual(codes[b]) { return false }
        guard let features = population.features else { return true }
        let size = features.bytesPerRow
        let bytes = UnsafeRawBufferPointer(start: features.start, count: features.count * size)
        return bytes[a * size..<(a + 1) * size].elementsEqual(bytes[b * size..<(b + 1) * size])
    }
}
