internal import Synchronization

/// The different values of one column, met by all threads together. Their numbers depend on who came first, so they are
/// replaced by ranks in sorted order before anyone sees them.
final class SharedCategories: Sendable {
    /// More different values than this are no categories.
    let limit: Int
    private let state = Mutex(CategoryIndex())

    init(limit: Int) { self.limit = limit }

    var count: Int { state.withLock { $0.count } }

    var isFull: Bool { count > limit }

    /// The number of `bytes`; nil if that would be one too many.
    func number(of bytes: [UInt8]) -> Int32? {
        state.withLock { state in
            if state.count > limit { return nil }
            let number = bytes.withUnsafeBufferPointer { state.number(of: $0).index }
            return state.count > limit ? nil : Int32(number)
        }
    }

    /// All values, by number.
    var values: [[UInt8]] { state.withLock { state in (0..<state.count).map { Array(state[$0]) } } }
}
