/// Small integers per row: the nominal columns of a table as codes, row-major; −1 is a missing value.
public struct CodeStore: Sendable {
    /// Row i has the elements `i · width ..< (i + 1) · width`.
    public let codes: StoredArray<Int32>
    /// Nominal columns, at least 1.
    public let width: Int

    public init(codes: StoredArray<Int32>, width: Int) {
        precondition(width > 0 && codes.count % width == 0)
        self.codes = codes
        self.width = width
    }

    /// Rows.
    public var count: Int { codes.count / width }

    /// The codes of one row.
    @inlinable public subscript(row: Int) -> UnsafeBufferPointer<Int32> { codes[row * width..<(row + 1) * width] }

    /// Just the given rows, in plain memory.
    func copy(of rows: StoredArray<Int64>) -> CodeStore {
        CodeStore(codes: StoredArray(rows.elements.flatMap { Array(self[Int($0)]) }), width: width)
    }
}
