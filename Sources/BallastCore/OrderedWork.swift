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
        if threads <= 1 {
            for index in 0..<count { try consume(index, try produce(index)) }
            return
        }
        let places = DispatchSemaphore(value: 4 * threads)
        let state = Mutex(OrderedState<Value>())
        DispatchQueue.concurrentPerform(iterations: min(threads, max(count, 1))) { _ in
            while true {
                places.wait()
                guard let index = state.withLock({ $0.take(below: count) }) else { break }
                do {
                    let value = try produce(index)
                    var ready = state.withLock { $0.finish(index, value) }
                    while let (next, value) = ready {
                        try consume(next, value)
                        places.signal()
                        ready = state.withLock { $0.consumed() }
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

private struct OrderedState<Value: Sendable>: Sendable {
    private var nextToProduce = 0
    private var nextToConsume = 0
    private var waiting: [Int: Value] = [:]
    private var isConsuming = false
    private(set) var failure: (any Error)?

    mutating func take(below count: Int) -> Int? {
        guard failure == nil, nextToProduce < count else { return nil }
        defer { nextToProduce += 1 }
        return nextToProduce
    }

    /// Keeps the value; returns the next one to consume if nobody is consuming.
    mutating func finish(_ index: Int, _ value: Value) -> (Int, Value)? {
        waiting[index] = value
        guard !isConsuming else { return nil }
        return next()
    }

    mutating func consumed() -> (Int, Value)? {
        nextToConsume += 1
        return next()
    }

    private mutating func next() -> (Int, Value)? {
        let value = failure == nil ? waiting.removeValue(forKey: nextToConsume) : nil
        isConsuming = value != nil
        return value.map { (nextToConsume, $0) }
    }

    mutating func fail(_ error: any Error) { if failure == nil { failure = error } }
}
