/// Rows as float64, a few at a time.
extension RowStore {
    /// Writes the elements of one row.
    func copyValues(of row: Int, to target: UnsafeMutablePointer<Double>) {
        elementType.withSwiftType { copyValues($0, of: row, to: target) }
    }

    private func copyValues<Element: RowElement>(
        _ type: Element.Type, of row: Int, to target: UnsafeMutablePointer<Double>
    ) {
        let values = UnsafePointer(start.assumingMemoryBound(to: type)) + row * width
        for j in 0..<width { target[j] = values[j].double }
    }

    /// Calls `body` for each index below `count` with the elements of the row that stands there; rows ascend.
    ///
    /// Pages are given back on the way where they are to be.
    func forEachRow(
        _ count: Int, at row: (_ index: Int) -> Int, do body: (_ index: Int, _ values: UnsafePointer<Double>) -> Void
    ) {
        guard count > 0 else { return }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { values in
            guard let start = values.baseAddress else { return }
            start.initialize(repeating: 0, count: width)
            var dropped = row(0)
            for index in 0..<count {
                let row = row(index)
                copyValues(of: row, to: start)
                body(index, start)
                if index % 256 == 255 || index == count - 1 {
                    drop(dropped..<row + 1)
                    dropped = row + 1
                }
            }
        }
    }

    /// Says that a row that was looked up alone is no longer needed: reading it brought in the pages around it as well.
    func dropAround(_ row: Int) {
        guard dropsPages else { return }
        drop(row..<row + 1)
    }
}
