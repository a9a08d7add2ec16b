/// Row numbers in ascending order: every row of the input, or some of them.
public enum RowList: Sendable {
    /// 0 ..< count.
    case all(Int)
    case listed(StoredArray<Int64>)

    /// Rows in the list.
    public var count: Int {
        switch self {
        case .all(let count): count
        case .listed(let rows): rows.count
        }
    }

    /// Gives the pages of the list back.
    func discard() {
        if case .listed(let rows) = self { rows.region.discard() }
    }

    @inlinable public subscript(index: Int) -> Int {
        switch self {
        case .all: index
        case .listed(let rows): Int(rows[index])
        }
    }
}
