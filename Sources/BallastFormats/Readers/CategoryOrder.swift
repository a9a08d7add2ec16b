/// Values in sorted order, and the rank of each by its number.
struct CategoryOrder: Sendable {
    var values: [String] = []
    /// −1 for a missing value.
    var ranks: [Int32]

    /// By value if all are numbers (spellings of one number become one value, shown as the shortest of them), else by
    /// UTF-8 bytes.
    ///
    /// - Parameter isMissing: which of the values stand for none; by default none of them.
    init(_ values: [[UInt8]], isMissing: [Bool] = []) {
        let present = values.indices.filter { !($0 < isMissing.count && isMissing[$0]) }
        let numbers = values.map { bytes in
            bytes.withUnsafeBufferPointer(parseNumber).flatMap { $0.isFinite ? $0 : nil }
        }
        let allNumbers = present.allSatisfy { numbers[$0] != nil }
        let keys = numbers.map { $0 ?? 0 }
        let order = present.sorted { a, b in
            if allNumbers, keys[a] != keys[b] { return keys[a] < keys[b] }
            if allNumbers, values[a].count != values[b].count { return values[a].count < values[b].count }
            return values[a].lexicographicallyPrecedes(values[b])
        }
        ranks = [Int32](repeating: -1, count: values.count)
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
