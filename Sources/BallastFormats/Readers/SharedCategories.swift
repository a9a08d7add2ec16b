internal import Synchronization

/// The different values of one column, met by all threads together. Their numbers depend on who came first, so they are
/// replaced by ranks in sorted order before anyone sees them.
final class SharedCategories: Sendable {
    private struct State: @unchecked Sendable {
        // Sendable: only touched under the lock.
        var index = CategoryIndex()
    }

    /// More different values than this are no categories.
    let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    var count: Int { state.withLock { $0.index.count } }

    var isFull: Bool { count > limit }

    /// The number of `bytes`; nil if that would be one too many.
    func number(of bytes: [UInt8]) -> Int32? {
        state.withLock { state in
            if state.index.count > limit { return nil }
            let number = bytes.withUnsafeBufferPointer { state.index.number(of: $0).index }
            return state.index.count > limit ? nil : Int32(number)
        }
    }

    /// All values, by number.
    var values: [[UInt8]] { state.withLock { state in (0..<state.index.count).map { Array(state.index[$0]) } } }
}

/// Values in sorted order, and the rank of each by its number.
struct CategoryOrder: Sendable {
    var values: [String]
    var ranks: [Int32]

    /// By value if all are numbers (spellings of one number become one value, shown as the shortest of them), else by
    /// UTF-8 bytes.
    init(_ values: [[UInt8]]) {
        let numbers = values.map { bytes in
            bytes.withUnsafeBufferPointer(parseNumber).flatMap { $0.isFinite ? $0 : nil }
        }
        let allNumbers = !values.isEmpty && numbers.allSatisfy { $0 != nil }
        let keys = numbers.map { $0 ?? 0 }
        let order = values.indices.sorted { a, b in
            if allNumbers, keys[a] != keys[b] { return keys[a] < keys[b] }
            if allNumbers, values[a].count != values[b].count { return values[a].count < values[b].count }
            return values[a].lexicographicallyPrecedes(values[b])
        }
        self.values = []
        ranks = [Int32](repeating: 0, count: values.count)
        var last: Int?
        for index in order {
            let isSpelling = last.map { allNumbers && keys[$0] == keys[index] } ?? false
            if !isSpelling {
                self.values.append(String(decoding: values[index], as: UTF8.self))
                last = index
            }
            ranks[index] = Int32(self.values.count - 1)
        }
    }
}
