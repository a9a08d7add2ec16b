import Dispatch
import Synchronization

/// The same work on several threads. Nothing that is computed depends on how many there are.
public enum Parallel {
    /// Calls `body` for every index below `count`, in any order, on at most `threads` threads at a time.
    ///
    /// - Throws: the error of the lowest index that failed; indices after the first failure may not have been called.
    public static func forEach(_ count: Int, threads: Int, _ body: @Sendable (Int) throws -> Void) throws {
        guard count > 0 else { return }
        if threads <= 1 || count == 1 {
            for index in 0..<count { try body(index) }
            return
        }
        let next = Atomic<Int>(0)
        let failure = Mutex<(index: Int, error: any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                do {
                    try body(index)
                } catch {
                    failure.withLock { if index < $0?.index ?? .max { $0 = (index, error) } }
                    next.store(count, ordering: .relaxed)
                }
            }
        }
        if let failed = failure.withLock({ $0 }) { throw failed.error }
    }

    /// ``forEach(_:threads:_:)`` where one index is too little work: calls `body` for runs of `size` indices that make up
    /// those below `count`, the last one shorter.
    public static func forEachChunk(
        of count: Int, size: Int, threads: Int, _ body: @Sendable (Range<Int>) throws -> Void
    ) throws {
        try forEach((count + size - 1) / size, threads: threads) { chunk in
            try body(chunk * size..<min((chunk + 1) * size, count))
        }
    }
}
