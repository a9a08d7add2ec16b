/// Places in an ascending list, by halving it.
/// - Complexity: O(log n).
extension RandomAccessCollection where Element: Comparable, Index == Int {
    /// The first index whose element is not below `value`; the end if there is none.
    @inline(__always)
    func firstIndex(notBelow value: Element) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Of a list of where groups begin, and one past the last: the last group that does not begin after `value`. It is
    /// never an empty one.
    @inline(__always)
    func start(notAbove value: Element) -> Int {
        var (low, high) = (startIndex, endIndex - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }
}
