/// Makes a float32 row of each of some rows, in parallel.
struct RowPass {
    let source: RowStore
    let rows: RowList
    let threads: Int

    private static let rowsPerPart = 1024

    /// A store of as many rows as the source, in which those of the list are filled in; the others are 0.
    ///
    /// - Parameter make: gets a row in float64, filled up with zeros, which it may change, and the place of the new row.
    func floats(
        width: Int, named name: String, in storage: any Storage,
        _ make: @Sendable (_ row: OctetRow, _ target: UnsafeMutablePointer<Float>) -> Void
    ) throws -> RowStore {
        let region = try storage.makeRegion(named: name, byteCount: source.count * width * 4)
        let target = RowStore(
            elementType: .float32, rowShape: [width], count: source.count, region: region,
            dropsPages: source.dropsPages)
        try source.elementType.withSwiftType { try fill(target, from: $0, make) }
        return target
    }

    private func fill<Element: RowElement>(
        _ target: RowStore, from type: Element.Type,
        _ make: @Sendable (OctetRow, UnsafeMutablePointer<Float>) -> Void
    ) throws {
        let (width, targetWidth) = (source.width, target.width)
        nonisolated(unsafe) let input = UnsafePointer(source.start.assumingMemoryBound(to: type))
        nonisolated(unsafe) let output = target.start.assumingMemoryBound(to: Float.self)
        try Parallel.forEachChunk(of: rows.count, size: Self.rowsPerPart, threads: threads) { positions in
            let wide = OctetRow(width: width)
            let elements = wide.elements
            var (read, written) = (TouchedPages(source), TouchedPages(target))
            for position in positions {
                let row = input + rows[position] * width
                for j in 0..<width { elements[j] = row[j].double }
                make(wide, output + rows[position] * targetWidth)
                read.used(rows[position])
                written.used(rows[position])
            }
            read.giveBack()
            written.giveBack()
        }
    }
}
