internal import CKernels

/// Some consecutive rows of a block.
struct CSVBatch {
    var block: CSVBlock
    /// Within the block.
    var firstRow: Int
    var rows: Int

    func place(of cell: ballast_csv_cell, text: String) -> CellPlace {
        CellPlace(
            file: block.file, row: block.firstRow + firstRow + Int(cell.row),
            line: block.line(at: block.text.lowerBound + Int(cell.start)), column: Int(cell.column) + 1, text: text)
    }

    /// A cell by row and column, found by reading the block again: for errors only.
    func find(row: Int, column: Int, delimiter: UInt8) -> CellPlace {
        let text = Array(UnsafeBufferPointer(start: block.bytes + block.text.lowerBound, count: block.text.count))
        let splitter = CSVRowSplitter(delimiter: delimiter)
        var position = 0
        for _ in 0..<firstRow + row { _ = splitter.nextRow(text, &position, isWhole: true) }
        let line = block.line(at: block.text.lowerBound + position)
        let cells = splitter.nextRow(text, &position, isWhole: true) ?? []
        return CellPlace(
            file: block.file, row: block.firstRow + firstRow + row, line: line, column: column + 1,
            text: column < cells.count ? cells[column].text : "")
    }
}

/// An error at a cell, to find the first of several.
struct CellProblem {
    var row: UInt32
    var column: UInt32
    var error: InputError

    init(_ cell: ballast_csv_cell, _ error: InputError) {
        (row, column) = (cell.row, cell.column)
        self.error = error
    }

    func precedes(_ other: CellProblem) -> Bool { (row, column) < (other.row, other.column) }
}
