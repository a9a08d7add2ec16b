/// One bit per candidate or row, with the counts that number the set ones and find the n-th.
///
/// - Complexity: O(1) for ``rank(_:)``, O(log n) for ``select(_:)``; n / 8 bytes and n / 64 more for the counts.
package struct RankedBits: Sendable {
    private static let wordsPerCount = 8
    private let words: StoredArray<UInt64>
    /// Set bits before each group of eight words, and in all.
    private let counts: StoredArray<Int64>

    /// All clear.
    package init(count: Int64, named name: String, in storage: some Storage) throws {
        let words = Int((count + 63) / 64)
        self.words = try StoredArray(named: name, count: words, in: storage)
        counts = try StoredArray(
            named: "\(name)-counts", count: words / Self.wordsPerCount + 2, in: storage)
    }

    /// Sets bits; `finish()` must follow.
    package func set(_ place: Int64) { words[Int(place >> 6)] |= 1 << UInt64(place & 63) }

    /// Counts what has been set.
    package func finish() {
        var total: Int64 = 0
        for word in 0..<words.count {
            if word % Self.wordsPerCount == 0 { counts[word / Self.wordsPerCount] = total }
            total += Int64(words[word].nonzeroBitCount)
        }
        let groups = (words.count + Self.wordsPerCount - 1) / Self.wordsPerCount
        for group in groups..<counts.count { counts[group] = total }
    }

    package subscript(place: Int64) -> Bool { words[Int(place >> 6)] >> UInt64(place & 63) & 1 == 1 }

    /// Set bits before `place`, which may be the count.
    package func rank(_ place: Int64) -> Int64 {
        let word = Int(place >> 6)
        let group = word / Self.wordsPerCount
        var total = counts[group]
        for index in group * Self.wordsPerCount..<word { total += Int64(words[index].nonzeroBitCount) }
        let rest = UInt64(place & 63)
        return rest == 0 ? total : total + Int64((words[word] & (1 << rest &- 1)).nonzeroBitCount)
    }

    /// Where the set bit stands before which `index` others are set. There must be one.
    func select(_ index: Int64) -> Int64 {
        let group = counts.elements.start(notAbove: index)
        var rest = index - counts[group]
        var word = group * Self.wordsPerCount
        while rest >= Int64(words[word].nonzeroBitCount) {
            rest -= Int64(words[word].nonzeroBitCount)
            word += 1
        }
        var bits = words[word]
        for _ in 0..<rest { bits &= bits &- 1 }
        return Int64(word) << 6 + Int64(bits.trailingZeroBitCount)
    }
}
