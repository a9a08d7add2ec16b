import Dispatch
import Synchronization

extension Parallel {
    /// Produces values on several threads and consumes them one at a time in order of their index.
    ///
    /// Whichever thread finishes the value that is next consumes it, and those that are ready behind it; so no thread is
    /// set aside for consuming. At most four values per thread are in work or waiting.
    ///
    /// - Throws: the first error; values after it may not be produced, and none is consumed.
    public static func ordered<Value: Sendable>(
        _ count: Int, threads: Int, produce: @Sendable (Int) throws -> Value,
        consume: @Sendable (Int, Value) throws -> Void
    ) throws {
        try ordered(sequences: [count], threads: threads) {
            try produce($1)
        } consume: {
            try consume($1, $2)
        }
    }

    /// The same for several sequences: the values of each are consumed one at a time in order, those of different
    /// sequences side by side. So it can keep many threads busy although consuming is a good part of the work.
    ///
    /// A sequence is begun when those before it have no value left to produce, or when there are two threads for it.
    ///
    /// - Parameters:
    ///   - sequences: how many values each has.
    ///   - produce: is given the sequence and the index in it, and so is `consume`.
    public static func ordered<Value: Sendable>(
        sequences: [Int], threads: Int, produce: @Sendable (_ sequence: Int, _ index: Int) throws -> Value,
        consume: @Sendable (_ sequence: Int, _ index: Int, Value) throws -> Void
    ) throws {
        if threads <= 1 {
            for (sequence, count) in sequences.enumerated() {
                for index in 0..<count { try consume(sequence, index, try produce(sequence, index)) }
            }
            return
        }
        let places = DispatchSemaphore(value: 4 * threads)
        let state = Mutex(OrderedState<Value>(counts: sequences, atOnce: threads / 2))
        DispatchQueue.concurrentPerform(iterations: min(threads, max(sequences.reduce(0, +), 1))) { _ in
            while true {
                places.wait()
                guard let (sequence, index) = state.withLock({ $0.take() }) else { break }
                do {
                    let value = try produce(sequence, index)
                    var ready = state.withLock { $0.finish(sequence, index, value) }
                    while let (next, value) = ready {
                        try consume(sequence, next, value)
                        places.signal()
                        ready = state.withLock { $0.consumed(sequence) }
                    }
                } catch {
                    state.withLock { $0.fail(error) }
                    break
                }
            }
            // Whoever waits for a place must see that there is nothing left to do.
            places.signal()
        }
        // A semaphore may not die below the value it was born with.
        for _ in 0..<4 * threads { places.signal() }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }
}

/// What is in work of each sequence.
private struct OrderedState<Value: Sendable>: Sendable {
    private let counts: [Int]
    private let atOnce: Int
    private var nextSequence = 0
    /// Sequences that are begun and not yet consumed, ascending.
    private var lanes: [Lane] = []
    private(set) var failure: (any Error)?

    private struct Lane {
        let sequence: Int
        let count: Int
        var nextToProduce = 0
        var nextToConsume = 0
        var waiting: [Int: Value] = [:]

        var isProducing: Bool { nextToProduce < count }
        /// Values in work or waiting.
        var open: Int { nextToProduce - nextToConsume }
    }

    /// - Parameters:
    ///   - counts: values of each sequence.
    ///   - atOnce: sequences of which values are produced at a time.
    init(counts: [Int], atOnce: Int) { (self.counts, self.atOnce) = (counts, atOnce) }

    /// What to produce next: of the sequence that has the fewest values open.
    mutating func take() -> (sequence: Int, index: Int)? {
        guard failure == nil else { return nil }
        while nextSequence < counts.count, lanes.count(where: \.isProducing) < atOnce {
            if counts[nextSequence] > 0 { lanes.append(Lane(sequence: nextSequence, count: counts[nextSequence])) }
            nextSequence += 1
        }
        let producing = lanes.indices.filter { lanes[$0].isProducing }
        guard let place = producing.min(by: { lanes[$0].open < lanes[$1].open }) else { return nil }
        defer { lanes[place].nextToProduce += 1 }
        return (lanes[place].sequence, lanes[place].nextToProduce)
    }

    /// Keeps the value; returns the next one of the sequence to consume, which is not there while one is consumed.
    mutating func finish(_ sequence: Int, _ index: Int, _ value: Value) -> (Int, Value)? {
        guard let place = place(of: sequence) else { return nil }
        lanes[place].waiting[index] = value
        return next(place)
    }

    mutating func consumed(_ sequence: Int) -> (Int, Value)? {
        guard let place = place(of: sequence) else { return nil }
        lanes[place].nextToConsume += 1
        let next = next(place)
        if lanes[place].nextToConsume == lanes[place].count { lanes.remove(at: place) }
        return next
    }

    private func place(of sequence: Int) -> Int? { lanes.firstIndex { $0.sequence == sequence } }

    private mutating func next(_ place: Int) -> (Int, Value)? {
        guard failure == nil else { return nil }
        let index = lanes[place].nextToConsume
        return lanes[place].waiting.removeValue(forKey: index).map { (index, $0) }
    }

    mutating func fail(_ error: any Error) { if failure == nil { failure = error } }
}
