/// Which pages of a mapped file go when a span of its bytes does.
enum PageSpan {
    /// The most that one touch of a mapped file brings in: all of the piece of the page cache that it falls into, and those
    /// are aligned as large as a huge page.
    private static let windowBytes = 2 << 20

    /// Every page that the use of the bytes `range` can have brought in, those of neighbouring spans too: nothing is lost,
    /// and what is still needed comes back with one touch.
    static func covering(_ range: Range<Int>, of byteCount: Int) -> Range<Int> {
        if range.isEmpty { return 0..<0 }
        let last = (range.upperBound + windowBytes - 1) / windowBytes * windowBytes
        return range.lowerBound / windowBytes * windowBytes..<min(last, byteCount)
    }
}
