import Synchronization

/// What threads that compute each pair once share: the lists, and for every row the limit its pairs must not exceed.
///
/// Limits are read without a lock. They only ever fall as lists fill; a stale one is larger and lets more through.
final class PairState: @unchecked Sendable {
    // Sendable: limits are atomics, lists are written under their row's lock.
    private let lists: CandidateLists
    private let limits: UnsafeMutablePointer<Atomic<UInt32>>
    private let count: Int
    private let locks: UnsafeMutablePointer<Mutex<Void>>
    /// Locks are shared by rows whose numbers agree in their last bits.
    private static let lockCount = 1024

    init(lists: CandidateLists, count: Int) {
        self.lists = lists
        self.count = count
        limits = .allocate(capacity: count)
        for row in 0..<count { (limits + row).initialize(to: Atomic(Float.infinity.bitPattern)) }
        locks = .allocate(capacity: Self.lockCount)
        for lock in 0..<Self.lockCount { (locks + lock).initialize(to: Mutex(())) }
    }

    deinit {
        limits.deinitialize(count: count)
        limits.deallocate()
        locks.deinitialize(count: Self.lockCount)
        locks.deallocate()
    }

    func limit(of row: Int) -> Float { Float(bitPattern: limits[row].load(ordering: .relaxed)) }

    func setLimit(of row: Int, to limit: Float) { limits[row].store(limit.bitPattern, ordering: .relaxed) }

    /// Offers a reference to a row's list; `limit` gives the row's new limit from its new bound.
    func offer(_ reference: Int64, at distance: Double, to row: Int, limit: (Double) -> Float) {
        locks[row & (Self.lockCount - 1)].withLock { _ in
            if lists.offer(reference, at: distance, to: row) { setLimit(of: row, to: limit(lists.bound(of: row))) }
        }
    }
}
