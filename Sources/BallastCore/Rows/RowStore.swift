/// The numeric features of every input row, of one element type and any row shape.
///
/// Row-major: row i, flattened in C order, starts at element `i · width`. Rows are numbered as in the input, rows dropped
/// as missing included. Little endian, as every machine this runs on. The store never changes once it is filled.
public final class RowStore: Sendable {
    /// Number type of every element.
    public let elementType: ElementType
    /// The shape of one row: `[d]` for a table, `[H, W, C]` for images. Every extent is at least 1.
    public let rowShape: [Int]
    /// Rows.
    public let count: Int
    /// Elements of one row: the product of ``rowShape``.
    public let width: Int
    /// What holds the bytes.
    public let region: Region
    /// Whether pages are given back as soon as a pass is done with them, because memory does not hold them all.
    public let dropsPages: Bool
    /// Where row 0 starts in ``region``; a multiple of the element size.
    public let byteOffset: Int

    public init(
        elementType: ElementType, rowShape: [Int], count: Int, region: Region, byteOffset: Int = 0,
        dropsPages: Bool = false
    ) {
        self.dropsPages = dropsPages
        self.elementType = elementType
        self.rowShape = rowShape
        self.count = count
        self.width = rowShape.reduce(1, *)
        self.region = region
        self.byteOffset = byteOffset
        precondition(byteOffset % elementType.byteCount == 0)
        precondition(byteOffset + count * width * elementType.byteCount <= region.byteCount)
    }

    /// Float rows in plain memory, for tests and small programs.
    public convenience init(rows: [[Float]]) {
        let values = StoredArray(rows.flatMap { $0 })
        self.init(elementType: .float32, rowShape: [rows.first?.count ?? 1], count: rows.count, region: values.region)
    }

    /// The same rows, whose pages are given back after each pass.
    public func droppingPages() -> RowStore {
        RowStore(
            elementType: elementType, rowShape: rowShape, count: count, region: region, byteOffset: byteOffset,
            dropsPages: true)
    }

    /// Rows after which a pass from one end to the other gives pages back: fewer where they are wide.
    package var rowsPerDrop: Int { (Region.mostTouchedBytes / max(bytesPerRow, 1)).clamped(to: 1...4096) }

    /// Says that a pass is done with `rows`.
    public func drop(_ rows: Range<Int>) {
        if dropsPages { discard(rows) }
    }

    /// Gives the pages of `rows` back, whether or not memory would hold them all.
    public func discard(_ rows: Range<Int>) {
        region.discard(byteOffset + rows.lowerBound * bytesPerRow..<byteOffset + rows.upperBound * bytesPerRow)
    }

    /// Just the given rows, ascending, in plain memory.
    func copy(of rows: StoredArray<Int64>) -> RowStore {
        let region = MemoryStorage().makeRegion(named: "copy", byteCount: rows.count * bytesPerRow)
        var touched = TouchedPages(self)
        for index in 0..<rows.count {
            let row = Int(rows[index])
            (region.start + index * bytesPerRow).copyMemory(from: start(ofRow: row), byteCount: bytesPerRow)
            touched.used(row)
        }
        touched.giveBack()
        return RowStore(elementType: elementType, rowShape: rowShape, count: rows.count, region: region)
    }

    /// ``width`` elements of ``elementType``.
    public var bytesPerRow: Int { width * elementType.byteCount }

    /// The first byte of row 0.
    @inlinable public var start: UnsafeMutableRawPointer { region.start + byteOffset }

    /// The first byte of row `row`.
    @inlinable public func start(ofRow row: Int) -> UnsafeMutableRawPointer { start + row * bytesPerRow }

    /// The bytes of row `row`.
    @inlinable public func bytes(ofRow row: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start(ofRow: row), count: bytesPerRow)
    }

    /// All elements, row after row. `Element` must be the store's element type.
    @inlinable public func elements<Element: RowElement>(as type: Element.Type) -> UnsafeMutableBufferPointer<Element> {
        precondition(Element.elementType == elementType)
        let first = start.assumingMemoryBound(to: Element.self)
        return UnsafeMutableBufferPointer(start: first, count: count * width)
    }
}
