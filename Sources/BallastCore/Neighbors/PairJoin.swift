import Synchronization

/// What threads that compute each pair once share: the rows in the search's order, the lists, and for every row the limits
/// that the filters' values for its pairs must not exceed.
///
/// Limits are read without a lock. They only fall as lists fill; a stale one is larger and lets more through.
final class PairJoin: @unchecked Sendable {
    // Sendable: limits are atomics, lists are written under their row's lock, the rest is set before threads start.
    private let lists: CandidateLists
    private let distance: RowDistance
    private let rows: UnsafeBufferPointer<Int64>
    let task: NeighborTask
    /// The index of each position's row in the task's lists.
    private let order: AlignedBuffer<Int32>?
    private let floatMargin: FloatMargin
    private let floatErrors: AlignedBuffer<Float>
    private let largestFloatError: Double
    private let byteMargin: ByteMargin?
    /// Rows that the byte filter holds, the first positions, and how far their images are off.
    private let byteCount: Int
    private let byteErrors: AlignedBuffer<Float>
    private let largestByteError: Double
    private let floatLimits: UnsafeMutablePointer<Atomic<UInt32>>
    private let byteLimits: UnsafeMutablePointer<Atomic<Int32>>
    private let locks: UnsafeMutablePointer<Mutex<Void>>
    let count: Int
    /// Locks are shared by rows whose numbers agree in their last bits. Each has a cache line of its own, which would go
    /// to and fro between processors otherwise.
    private static let lockCount = 1024
    private static let lockStride = 64 / MemoryLayout<Mutex<Void>>.stride

    /// What byte limits are made from.
    struct ByteBounds {
        let margin: ByteMargin
        /// Rows that the byte filter holds: the first positions.
        let rows: ByteRows
    }

    /// - Parameters:
    ///   - order: position → index in the task's rows; nil when they are the same.
    ///   - floatErrors: by position; −1 for rows out of reach.
    init(
        _ task: NeighborTask, order: AlignedBuffer<Int32>? = nil, floatMargin: FloatMargin,
        floatErrors: AlignedBuffer<Float>, bytes: ByteBounds? = nil
    ) {
        self.task = task
        lists = task.lists
        distance = task.distance
        rows = task.references[0..<task.references.count]
        self.order = order
        self.floatMargin = floatMargin
        self.floatErrors = floatErrors
        byteMargin = bytes?.margin
        byteCount = bytes?.rows.count ?? 0
        byteErrors = bytes?.rows.errors ?? AlignedBuffer(count: 0, repeating: 0)
        largestByteError = bytes?.rows.largestError ?? 0
        count = floatErrors.count
        largestFloatError = (0..<count).reduce(0) { max($0, Double(floatErrors[$1])) }
        floatLimits = .allocate(capacity: count)
        byteLimits = .allocate(capacity: count)
        for row in 0..<count {
            let limit: Float = floatErrors[row] < 0 ? -1 : .infinity
            (floatLimits + row).initialize(to: Atomic(limit.bitPattern))
            (byteLimits + row).initialize(to: Atomic(bytes?.margin.largest ?? 0))
        }
        locks = .allocate(capacity: Self.lockCount * Self.lockStride)
        for lock in 0..<Self.lockCount * Self.lockStride { (locks + lock).initialize(to: Mutex(())) }
    }

    deinit {
        floatLimits.deinitialize(count: count)
        floatLimits.deallocate()
        byteLimits.deinitialize(count: count)
        byteLimits.deallocate()
        locks.deinitialize(count: Self.lockCount * Self.lockStride)
        locks.deallocate()
    }

    func floatLimit(of position: Int) -> Float { Float(bitPattern: floatLimits[position].load(ordering: .relaxed)) }

    func byteLimit(of position: Int) -> Int32 { byteLimits[position].load(ordering: .relaxed) }

    /// The row number at a position.
    func row(at position: Int) -> Int64 { rows[index(of: position)] }

    /// Whether a pair's float32 value rules neither of its rows out.
    func isOpen(_ position: Int, _ other: Int, floatValue: Float) -> Bool {
        floatValue <= max(floatLimit(of: position), floatLimit(of: other))
    }

    /// Asks for what comparing a row and offering to it will read, up to `bytes` bytes of each.
    func prefetch(_ position: Int, bytes: Int) {
        let list = index(of: position)
        distance.prefetch(rows[list], bytes: bytes)
        lists.prefetch(list, bytes: bytes)
    }

    /// Compares two rows in the defined arithmetic and offers each to the other.
    func meet(_ position: Int, _ other: Int) {
        let distance = distance.squared(row(at: position), row(at: other))
        offer(other, at: distance, to: position)
        offer(position, at: distance, to: other)
    }

    /// Compares two rows in the defined arithmetic unless their float32 value rules both out, and offers each to the other
    /// where it does not. Returns whether they were compared.
    func meet(_ position: Int, _ other: Int, floatValue: Float) -> Bool {
        let first = floatValue <= floatLimit(of: position)
        let second = floatValue <= floatLimit(of: other)
        guard first || second else { return false }
        let distance = distance.squared(row(at: position), row(at: other))
        if first { offer(other, at: distance, to: position) }
        if second { offer(position, at: distance, to: other) }
        return true
    }

    private func index(of position: Int) -> Int { order.map { Int($0[position]) } ?? position }

    private func offer(_ other: Int, at distance: Double, to position: Int) {
        let list = index(of: position)
        locks[(list & (Self.lockCount - 1)) * Self.lockStride].withLock { _ in
            guard lists.offer(row(at: other), at: distance, to: list) else { return }
            setLimits(of: position, bound: lists.bound(of: list))
        }
    }

    /// Lowers a row's limits to what a known bound of its k-th distance allows: k references have float32 values up to
    /// `value`.
    func lowerLimits(of position: Int, kthFloatValue value: Float) {
        let bound = floatMargin.bound(
            value: value, error: Double(floatErrors[position]), referenceError: largestFloatError)
        setLimits(of: position, bound: bound)
    }

    private func setLimits(of position: Int, bound: Double) {
        let limit = floatMargin.limit(
            bound: bound, error: Double(floatErrors[position]), referenceError: largestFloatError)
        // A first bound may be better than what a list that is not yet full says.
        floatLimits[position].store(min(limit, floatLimit(of: position)).bitPattern, ordering: .relaxed)
        guard position < byteCount, let byteMargin else { return }
        let byteLimit = byteMargin.limit(
            bound: bound, error: Double(byteErrors[position]), referenceError: largestByteError)
        byteLimits[position].store(min(byteLimit, self.byteLimit(of: position)), ordering: .relaxed)
    }
}
