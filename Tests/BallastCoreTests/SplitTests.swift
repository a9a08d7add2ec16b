import BallastCore
import Testing

@Suite("Training, validation and test rows")
struct SplitTests {
    private func labels(_ counts: [Int]) -> StoredArray<Int32> {
        // Interleaved, so that order in the file and class do not go together.
        var random = SequenceGenerator(seed: 8)
        return StoredArray(
            counts.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1) }.shuffled(using: &random))
    }

    private func count(_ parts: StoredArray<UInt8>, _ labels: StoredArray<Int32>, _ c: Int32) -> [Int] {
        (0..<3).map { part in zip(parts.elements, labels.elements).filter { $0.0 == UInt8(part) && $0.1 == c }.count }
    }

    @Test("each class is divided exactly by largest remainder")
    func stratified() {
        let labels = labels([101, 33, 10, 1])
        let parts = StoredArray([UInt8](repeating: 0, count: labels.count))
        Split(weights: [8, 1, 1], stratify: true, seed: 1).divide(parts, labels: labels, classCount: 4)
        #expect(count(parts, labels, 0) == [81, 10, 10])
        // 26.4, 3.3, 3.3
        #expect(count(parts, labels, 1) == [27, 3, 3])
        #expect(count(parts, labels, 2) == [8, 1, 1])
        #expect(count(parts, labels, 3) == [1, 0, 0])
    }

    @Test("without strata only the totals are exact")
    func plain() {
        let labels = labels([100, 50])
        let parts = StoredArray([UInt8](repeating: 0, count: 150))
        Split(weights: [7, 2, 1], stratify: false, seed: 1).divide(parts, labels: labels, classCount: 2)
        #expect((0..<3).map { part in parts.elements.filter { $0 == UInt8(part) }.count } == [105, 30, 15])
    }

    @Test("dropped rows stay dropped and count for nothing")
    func dropped() {
        let labels = labels([40, 20])
        let parts = StoredArray((0..<60).map { $0 < 10 ? Part.dropped.rawValue : 0 })
        for row in 0..<10 { labels[row] = -1 }
        Split(weights: [1, 1, 0], stratify: true, seed: 1).divide(parts, labels: labels, classCount: 2)
        #expect((0..<10).allSatisfy { parts[$0] == Part.dropped.rawValue })
        for c in [Int32(0), 1] {
            let found = count(parts, labels, c)
            #expect(found[2] == 0 && (0...1).contains(found[0] - found[1]))
        }
    }

    @Test("the seed decides, the choice is not the file's order")
    func seeds() {
        let labels = labels([200])
        let made = (0..<3).map { (seed: UInt64) in
            let parts = StoredArray([UInt8](repeating: 0, count: 200))
            Split(weights: [1, 1, 0], stratify: true, seed: seed).divide(parts, labels: labels, classCount: 1)
            return Array(parts.elements)
        }
        #expect(made[0] != made[1] && made[1] != made[2])
        #expect((35...65).contains(made[0].prefix(100).filter { $0 == 0 }.count))
    }

    @Test("no group has rows in two parts; what cannot be exact is said")
    func groups() {
        var random = SequenceGenerator(seed: 2)
        for seed: UInt64 in 0..<30 {
            let groupCount = Int.random(in: 1...40, using: &random)
            let groups = StoredArray((0..<200).map { _ in Int32.random(in: 0..<Int32(groupCount), using: &random) })
            let labels = StoredArray((0..<200).map { _ in Int32.random(in: 0..<3, using: &random) })
            let parts = StoredArray((0..<200).map { $0 % 17 == 0 ? Part.dropped.rawValue : 0 })
            let log = NoticeLog()
            Split(weights: [3, 1, 1], stratify: seed % 2 == 0, seed: seed).divide(
                parts, labels: labels, groups: groups, groupCount: groupCount, classNames: ["a", "b", "c"], notices: log)
            var partsOfGroup = [Set<UInt8>](repeating: [], count: groupCount)
            for row in 0..<200 where row % 17 != 0 { partsOfGroup[Int(groups[row])].insert(parts[row]) }
            #expect(partsOfGroup.allSatisfy { $0.count <= 1 })
            #expect((0..<200).allSatisfy { ($0 % 17 == 0) == (parts[$0] == Part.dropped.rawValue) })
        }
    }

    @Test("groups that fit exactly are divided exactly, without a word")
    func exactGroups() {
        let groups = StoredArray((0..<40).map { Int32($0 / 4) })
        let labels = StoredArray((0..<40).map { Int32($0 / 4 % 2) })
        let parts = StoredArray([UInt8](repeating: 0, count: 40))
        let log = NoticeLog()
        Split(weights: [3, 1, 1], stratify: true, seed: 4).divide(
            parts, labels: labels, groups: groups, groupCount: 10, classNames: ["a", "b"], notices: log)
        #expect(log.notices.isEmpty)
        for c in [Int32(0), 1] { #expect(count(parts, labels, c) == [12, 4, 4]) }
    }

    @Test("a group too large for its share is said with the numbers")
    func largeGroup() {
        let groups = StoredArray([0, 0, 0, 0, 0, 0, 1, 1] as [Int32])
        let labels = StoredArray([Int32](repeating: 0, count: 8))
        let parts = StoredArray([UInt8](repeating: 0, count: 8))
        let log = NoticeLog()
        Split(weights: [1, 1, 0], stratify: true, seed: 4).divide(
            parts, labels: labels, groups: groups, groupCount: 2, classNames: ["a"], notices: log)
        #expect(Array(parts.elements) == [0, 0, 0, 0, 0, 0, 1, 1])
        #expect(
            log.notices.map(\.text) == [
                "groups cannot be cut: train has 6 rows of class 'a' instead of 4",
                "groups cannot be cut: validation has 2 rows of class 'a' instead of 4",
            ])
    }

    @Test("a population knows its parts, classes and places")
    func population() throws {
        let population = SamplePopulation.numeric.population
        let rows = { (list: RowList) in (0..<list.count).map { list[$0] } }
        #expect(rows(population.validation).allSatisfy { $0 % 7 == 3 })
        #expect(rows(population.test).allSatisfy { $0 % 11 == 5 && $0 % 7 != 3 })
        #expect(rows(population.training) == rows(population.training).sorted())
        #expect(population.counts.reduce(0, +) == Int64(population.training.count))
        #expect(population.training.count + population.validation.count + population.test.count == 59)
        for position in 0..<population.classRows.count {
            #expect(population.position(ofTrainingRow: population.classRows[position]) == position)
        }
        for row in rows(population.validation) + rows(population.test) + [8] {
            #expect(population.position(ofTrainingRow: Int64(row)) == nil)
        }
        for c in 0..<3 {
            #expect(population.rows(ofClass: c).elements.allSatisfy { population.labels[Int($0)] == Int32(c) })
            #expect(population.row(0, ofClass: c) == population.rows(ofClass: c)[0])
        }
    }
}
