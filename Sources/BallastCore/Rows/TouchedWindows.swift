/// Counts how often look-ups of rows move on to another piece of a mapped file: a touch can bring in all of a piece.
struct TouchedWindows {
    /// Pieces after which pages are to go, where memory does not hold all rows.
    private static let most = 8

    private let rowBytes: Int
    private var last = -1
    private var count = 0

    init(_ store: RowStore) { rowBytes = store.bytesPerRow }

    /// Takes note of a look-up of `row`, unless it is −1.
    mutating func touch(_ row: Int64) {
        let window = Int(row) * rowBytes / Region.mostTouchedBytes
        guard row >= 0, window != last else { return }
        (last, count) = (window, count + 1)
    }

    /// Whether pages are to go; counts anew if so.
    mutating func areMany() -> Bool {
        guard count >= Self.most else { return false }
        count = 0
        return true
    }
}
