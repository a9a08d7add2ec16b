import BallastCore
import Foundation
import Synchronization
import Testing

@Suite("Work on several threads", .timeLimit(.minutes(2)))
struct ParallelTests {
    private struct Failure: Error, Equatable { var index: Int }

    @Test("every index is visited once", arguments: [0, 1, 2, 7, 1000], [1, 2, 5, 2000])
    func visits(count: Int, threads: Int) throws {
        let visits = Mutex([Int](repeating: 0, count: count))
        try Parallel.forEach(count, threads: threads) { index in visits.withLock { $0[index] += 1 } }
        #expect(visits.withLock { $0 }.allSatisfy { $0 == 1 })
    }

    @Test("chunks visit every index once, all of them full but the last", arguments: [0, 1, 7, 8, 9, 1000], [1, 3])
    func chunks(count: Int, threads: Int) throws {
        let chunks = Mutex<[Range<Int>]>([])
        try Parallel.forEachChunk(of: count, size: 8, threads: threads) { chunk in chunks.withLock { $0.append(chunk) }
        }
        let ordered = chunks.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
        #expect(ordered.flatMap(Array.init) == Array(0..<count))
        #expect(ordered.dropLast().allSatisfy { $0.count == 8 } && ordered.allSatisfy { !$0.isEmpty })
    }

    @Test("the error of the lowest index that failed wins", arguments: [1, 4])
    func lowest(threads: Int) {
        #expect(throws: Failure(index: 3)) {
            try Parallel.forEach(100, threads: threads) { if $0 % 10 == 3 { throw Failure(index: $0) } }
        }
        // Where there is a second thread, index 4 fails before 3.
        let hasFailed = Atomic<Bool>(false)
        #expect(throws: Failure(index: 3)) {
            try Parallel.forEach(100, threads: threads) { index in
                if index == 4 { hasFailed.store(true, ordering: .sequentiallyConsistent) }
                if index == 3 && threads > 1 {
                    for _ in 0..<2000 where !hasFailed.load(ordering: .sequentiallyConsistent) { usleep(1000) }
                    usleep(20_000)
                }
                if index == 3 || index == 4 { throw Failure(index: index) }
            }
        }
    }

    @Test("values are consumed in order, one at a time", arguments: [0, 1, 2, 9, 500], [1, 2, 7])
    func order(count: Int, threads: Int) throws {
        let consumed = Mutex<[Int]>([])
        let inside = Atomic<Int>(0)
        try Parallel.ordered(count, threads: threads) { index in
            if index % 5 == 0 { usleep(300) }
            return index * index
        } consume: { index, value in
            #expect(inside.add(1, ordering: .relaxed).newValue == 1)
            consumed.withLock { $0.append(value) }
            #expect(value == index * index)
            inside.subtract(1, ordering: .relaxed)
        }
        #expect(consumed.withLock { $0 } == (0..<count).map { $0 * $0 })
    }

    @Test(
        "values of each sequence are consumed in order, one at a time", arguments: [1, 2, 3, 4, 9],
        [[0], [5, 0, 40, 1, 0], [0, 0, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1], [200, 3, 200]])
    func sequences(threads: Int, counts: [Int]) throws {
        let consumed = Mutex(counts.map { _ in [Int]() })
        let inside = StoredArray<Int>(repeating: 0, count: counts.count)
        try Parallel.ordered(sequences: counts, threads: threads) { sequence, index in
            if (sequence + index) % 5 == 0 { usleep(300) }
            return sequence * 1000 + index
        } consume: { sequence, index, value in
            // One at a time, or two would count from the same number.
            inside[sequence] += 1
            #expect(inside[sequence] == 1)
            if index % 7 == 0 { usleep(200) }
            consumed.withLock { $0[sequence].append(value) }
            inside[sequence] -= 1
        }
        #expect(
            consumed.withLock { $0 }
                == counts.enumerated().map { sequence, count in
                    (0..<count).map { sequence * 1000 + $0 }
                })
    }

    @Test("with two threads for each, one sequence is consumed while another's consuming waits", arguments: [4, 5, 6])
    func sideBySide(threads: Int) throws {
        let hasBegun = Atomic<Bool>(false)
        let sawOther = Atomic<Bool>(false)
        try Parallel.ordered(sequences: [30, 30], threads: threads) { _, index in
            index
        } consume: { sequence, index, _ in
            if sequence == 1 { hasBegun.store(true, ordering: .sequentiallyConsistent) }
            guard sequence == 0 && index == 0 else { return }
            for _ in 0..<5000 where !hasBegun.load(ordering: .sequentiallyConsistent) { usleep(1000) }
            sawOther.store(hasBegun.load(ordering: .sequentiallyConsistent), ordering: .sequentiallyConsistent)
        }
        let saw = sawOther.load(ordering: .sequentiallyConsistent)
        #expect(saw)
    }

    @Test("with two threads in all, a sequence begins when those before it have nothing left to produce")
    func oneByOne() throws {
        let begun = Mutex<[Int]>([])
        try Parallel.ordered(sequences: [20, 20, 20], threads: 2) { sequence, index in
            begun.withLock { $0.append(sequence) }
            // Until another thread has begun a value, if there is one: it could be of another sequence.
            if index == 0 {
                let before = begun.withLock { $0.count }
                for _ in 0..<500 where begun.withLock({ $0.count }) == before { usleep(1000) }
            }
        } consume: { _, _, _ in
        }
        // The last value of one may be overtaken by the first of the next.
        let order = begun.withLock { $0 }
        #expect(order.firstIndex(of: 1) ?? 0 >= 19 && order.firstIndex(of: 2) ?? 0 >= 39)
    }

    @Test("at most four values per thread wait while the first is slow")
    func bounded() throws {
        let threads = 3
        let produced = Atomic<Int>(0)
        let consumed = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        try Parallel.ordered(200, threads: threads) { index in
            let open =
                produced.add(1, ordering: .sequentiallyConsistent).newValue
                - consumed.load(ordering: .sequentiallyConsistent)
            _ = most.max(open, ordering: .relaxed)
            // Slow until the others are ahead, on a loaded machine as on an idle one.
            if index % 50 == 0 {
                for _ in 0..<5000 where most.load(ordering: .relaxed) <= threads { usleep(1000) }
                usleep(20_000)
            }
            return index
        } consume: { _, _ in
            consumed.add(1, ordering: .sequentiallyConsistent)
        }
        // One more may be counted between its consumption and the count of it.
        #expect(most.load(ordering: .relaxed) <= 4 * threads + 1)
        #expect(most.load(ordering: .relaxed) > threads, "the others go on while one is slow")
    }

    @Test("an error while producing ends the work; nothing behind it is consumed", arguments: [1, 2, 6], [0, 1, 37])
    func producing(threads: Int, failing: Int) {
        let consumed = Mutex<[Int]>([])
        #expect(throws: Failure(index: failing)) {
            try Parallel.ordered(2000, threads: threads) { index in
                if index == failing { throw Failure(index: index) }
                return index
            } consume: { index, _ in
                consumed.withLock { $0.append(index) }
            }
        }
        let seen = consumed.withLock { $0 }
        #expect(seen == Array(0..<seen.count) && seen.count <= failing)
    }

    @Test("an error while consuming ends the work, again and again, without a deadlock", arguments: [1, 2, 6])
    func consuming(threads: Int) {
        for failing in 0..<60 {
            let consumed = Mutex<[Int]>([])
            #expect(throws: Failure(index: failing)) {
                try Parallel.ordered(2000, threads: threads) {
                    $0
                } consume: { index, _ in
                    if index == failing {
                        // Until the others have filled every place and wait for one.
                        usleep(1000)
                        throw Failure(index: index)
                    }
                    consumed.withLock { $0.append(index) }
                }
            }
            #expect(consumed.withLock { $0 } == Array(0..<failing))
        }
    }
}
