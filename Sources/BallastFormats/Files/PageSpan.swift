internal import BallastCore

/// Which pages of a mapped file go when a span of its bytes does.
enum PageSpan {
    private static let windowBytes = Region.mostTouchedBytes

    /// Every page that the use of the bytes `range` can have brought in, those of neighbouring spans too: nothing is lost,
    /// and what is still needed comes back with one touch.
    static func covering(_ range: Range<Int>, of byteCount: Int) -> Range<Int> {
        if range.isEmpty { return 0..<0 }
        let last = (range.upperBound + windowBytes - 1) / windowBytes * windowBytes
        return range.lowerBound / windowBytes * windowBytes..<min(last, byteCount)
    }
}
