/// Gives the pages of rows back that were looked at, a few pieces of the mapped file at a time, where memory does not hold
/// all rows: a touch can bring in all of a piece.
struct TouchedPages {
    /// Pieces that may be there at a time.
    private static let mostPieces = 8

    /// Nil where pages stay.
    private let store: RowStore?
    private let rowBytes: Int
    private var lastPiece = -1
    private var pieces = 0
    private var rows: (first: Int, last: Int)?

    init(_ store: RowStore) {
        self.store = store.dropsPages ? store : nil
        rowBytes = store.bytesPerRow
    }

    /// Takes note that `row` has been looked at and is no longer needed.
    @inline(__always)
    mutating func used(_ row: Int) { if store != nil { note(row) } }

    private mutating func note(_ row: Int) {
        rows = (min(rows?.first ?? row, row), max(rows?.last ?? row, row))
        let first = row * rowBytes / Region.mostTouchedBytes
        let last = ((row + 1) * rowBytes - 1) / Region.mostTouchedBytes
        pieces += last - first + (first == lastPiece ? 0 : 1)
        lastPiece = last
        if pieces >= Self.mostPieces { giveBack() }
    }

    /// Gives back what is left.
    mutating func giveBack() {
        if let rows { store?.drop(rows.first..<rows.last + 1) }
        (lastPiece, pieces, rows) = (-1, 0, nil)
    }
}
