import BallastCore
import Testing

@Suite("Keyed permutations")
struct KeyedPermutationTests {
    @Test("every size up to 300 is a bijection that its inverse undoes")
    func bijection() {
        for count in 1...Int64(300) {
            let permutation = KeyedPermutation(count: count, key: UInt64(count) &* 0x1234_5678_9ABC)
            let images = (0..<count).map { permutation($0) }
            #expect(Set(images) == Set(0..<count), "\(count)")
            #expect(images.map(permutation.inverse) == Array(0..<count), "\(count)")
        }
    }

    @Test(
        "large sizes stay inside, come back, and collide nowhere",
        arguments: [65_535, 65_536, 65_537, 1 << 32, (1 << 32) + 1, 10_000_000_019, 1 << 44, Int64.max] as [Int64])
    func large(count: Int64) {
        let permutation = KeyedPermutation(count: count, key: 42)
        let indices = (0..<2000).map { $0 * (count / 2000) }
        let images = indices.map { permutation($0) }
        #expect(images.allSatisfy { (0..<count).contains($0) })
        #expect(images.map(permutation.inverse) == indices)
        #expect(Set(images).count == 2000)
    }

    @Test("a range of indices goes where each of them goes, however far its walk")
    func ranges() {
        for count in [1, 2, 3, 5, 64, 65, 127, 300, 4097] as [Int64] {
            let permutation = KeyedPermutation(count: count, key: UInt64(count) &* 0x1234_5678_9ABC)
            for range in [0..<count, count / 3..<count, 0..<count / 2, count..<count] {
                #expect(permutation.images(of: range) == range.map { permutation($0) }, "\(range) of \(count)")
            }
        }
        let large = KeyedPermutation(count: .max, key: 42)
        let end = Int64.max - 1000..<Int64.max
        #expect(large.images(of: end) == end.map { large($0) })
    }

    @Test("different keys give different orders, the same key the same")
    func keys() {
        let orders = (0..<50).map { key in
            let permutation = KeyedPermutation(count: 40, key: UInt64(key))
            return (0..<40).map { permutation($0) }
        }
        #expect(Set(orders).count == 50)
        let high = KeyedPermutation(count: 40, key: 1 << 40)
        #expect((0..<40).map { high($0) } != orders[0])
        let again = KeyedPermutation(count: 40, key: 7)
        #expect((0..<40).map { again($0) } == orders[7])
    }

    @Test(
        "over many keys every index goes everywhere equally often, and neighbours part",
        arguments: [2, 3, 5, 10, 16, 17] as [Int64])
    func spread(count: Int64) {
        let size = Int(count)
        var table = [Int](repeating: 0, count: size * size)
        var adjacent = 0
        let keys = 20_000
        for key in 0..<keys {
            let permutation = KeyedPermutation(count: count, key: UInt64(key) &* 0x9E37_79B9_7F4A_7C15)
            for index in 0..<count { table[Int(index) * size + Int(permutation(index))] += 1 }
            if permutation(1) == permutation(0) + 1 { adjacent += 1 }
        }
        let expected = Double(keys) / Double(size)
        let deviation = table.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        // χ² with (n − 1)² degrees of freedom: mean f, deviation √2f; five deviations.
        let freedom = Double((size - 1) * (size - 1))
        #expect(deviation < freedom + 5 * (2 * freedom).squareRoot() + 12, "\(deviation) for \(freedom)")
        // A random order puts 1 right behind 0 with probability 1 / n.
        let share = Double(adjacent) / Double(keys)
        #expect(abs(share - 1 / Double(size)) < 0.015, "\(share)")
    }

    @Test("a shuffle of 100,000 positions leaves no trace of the order")
    func order() {
        let count: Int64 = 100_000
        let permutation = KeyedPermutation(count: count, key: 3)
        let images = (0..<count).map { Double(permutation($0)) }
        let mean = Double(count - 1) / 2
        let variance = Double(count) * Double(count) / 12
        for lag in [1, 2, 64, 1000, 4096] {
            let sum = zip(images, images.dropFirst(lag)).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
            #expect(abs(sum / Double(images.count - lag) / variance) < 0.016, "lag \(lag)")
        }
        let first = images.prefix(10_000).reduce(0, +) / 10_000
        #expect(abs(first / mean - 1) < 0.03)
    }
}
