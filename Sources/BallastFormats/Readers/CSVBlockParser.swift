internal import BallastCore
internal import CKernels

/// What every parsing thread needs to know.
struct CSVParsing: Sendable {
    var layout: CSVLayout
    var dialect: CSVDialect
    /// Beside each of the layout's texts.
    var categories: [SharedCategories]
    var missingTokens: [[UInt8]]
    var missing: MissingPolicy
    var paths: [String]
    var usesVectors: Bool
}

/// Parses blocks of rows on one thread, and keeps what it found in them.
final class CSVBlockParser {
    private let parsing: CSVParsing
    private let cells: CSVCellReader
    private var texts: [ballast_csv_cell]
    private var exceptions: [ballast_csv_cell]
    private var flags: [UInt8]
    private var minimum: [Float]
    private var maximum: [Float]
    private let batchRows: Int
    private(set) var numbers: [NumberFindings]
    private(set) var textColumns: [CSVTextColumnParser]

    init(_ parsing: CSVParsing) {
        self.parsing = parsing
        let layout = parsing.layout
        cells = CSVCellReader(missingTokens: parsing.missingTokens)
        // The values of a batch stay in the cache until their range is taken.
        batchRows = max(1, min(512, 32768 / max(layout.names.count, 1)))
        texts = Array(repeating: ballast_csv_cell(), count: batchRows * layout.texts.count + 1)
        exceptions = Array(repeating: ballast_csv_cell(), count: layout.names.count + 1024)
        flags = Array(repeating: 0, count: layout.numbers.count + 1)
        minimum = Array(repeating: .infinity, count: layout.numbers.count)
        maximum = Array(repeating: -.infinity, count: layout.numbers.count)
        numbers = Array(repeating: NumberFindings(), count: layout.numbers.count)
        textColumns = zip(layout.texts, parsing.categories).map { column, categories in
            CSVTextColumnParser(column: column, name: layout.names[column.column], parsing: parsing, categories)
        }
    }

    /// - Throws: ``InputError`` at the first cell that cannot be, whatever the rest of the file says.
    func parse(_ block: CSVBlock) throws {
        guard let slot = block.slot else { return }
        let layout = parsing.layout
        var noValues: Float = 0
        try withUnsafeMutablePointer(to: &noValues) { nowhere in
            let values = slot.start(ofPlane: CSVLayout.Plane.features)?.assumingMemoryBound(to: Float.self) ?? nowhere
            let starts = layout.texts.map { slot.start(ofPlane: $0.plane)?.assumingMemoryBound(to: Int32.self) }
            var position = 0
            var row = 0
            while position < block.text.count {
                let batch = values + row * layout.numbers.count
                let (rows, status) = parseBatch(block, &position, rowsLeft: block.rows - row, values: batch)
                let place = CSVBatch(block: block, firstRow: row, rows: Int(rows.rows))
                let problem = takeCells(rows, place, batch, starts)
                if let problem { throw problem.error }
                takeRange(batch, rows: place.rows)
                try checkWholeNumbers(place, batch)
                row += place.rows
                if status != BALLAST_CSV_STOPPED { throw malformed(rows, status, block) }
                if rows.rows == 0 { break }
            }
            // Every quote was read, so the rows are as many as were counted by quotes.
            if row != block.rows || position != block.text.count {
                throw InputError(
                    parsing.paths[block.file], line: block.firstLine, "quotes do not match; check them from here")
            }
            slot.discard(rows: block.rows)
        }
    }

    private func parseBatch(
        _ block: CSVBlock, _ position: inout Int, rowsLeft: Int, values: UnsafeMutablePointer<Float>
    ) -> (ballast_csv_rows, Int32) {
        var rows = ballast_csv_rows()
        let layout = parsing.layout
        let status = texts.withUnsafeMutableBufferPointer { texts in
            exceptions.withUnsafeMutableBufferPointer { exceptions in
                flags.withUnsafeMutableBufferPointer { flags in
                    layout.actions.withUnsafeBufferPointer { actions in
                        rows.text = UnsafePointer(block.bytes + block.text.lowerBound)
                        rows.length = block.text.count
                        rows.position = position
                        rows.columns = UInt32(layout.names.count)
                        rows.actions = actions.baseAddress
                        rows.delimiter = parsing.dialect.delimiter
                        rows.max_rows = UInt32(min(batchRows, rowsLeft))
                        rows.values = values
                        rows.width = UInt32(layout.numbers.count)
                        rows.flags = flags.baseAddress
                        rows.texts = texts.baseAddress
                        rows.exceptions = exceptions.baseAddress
                        rows.exception_capacity = UInt32(exceptions.count)
                        return parsing.usesVectors
                            ? ballast_csv_parse_rows_avx2(&rows) : ballast_csv_parse_rows_portable(&rows)
                    }
                }
            }
        }
        position = rows.position
        return (rows, status)
    }

    /// Numbers that the kernel left over, and texts. Returns the first problem in reading order.
    private func takeCells(
        _ rows: ballast_csv_rows, _ batch: CSVBatch, _ values: UnsafeMutablePointer<Float>,
        _ starts: [UnsafeMutablePointer<Int32>?]
    ) -> CellProblem? {
        var problem: CellProblem?
        for index in 0..<Int(rows.exception_count) {
            let cell = exceptions[index]
            if let found = takeException(cell, batch, values) {
                problem = found
                break
            }
        }
        let layout = parsing.layout
        for index in textColumns.indices {
            guard let start = starts[index] else { continue }
            let column = layout.texts[index]
            let found = texts.withUnsafeBufferPointer { texts in
                textColumns[index].parse(
                    texts, first: index, step: layout.texts.count, batch, cells,
                    into: start + batch.firstRow * column.stride + column.offset)
            }
            if let found, problem.map({ found.precedes($0) }) ?? true { problem = found }
        }
        return problem
    }

    private func takeException(
        _ cell: ballast_csv_cell, _ batch: CSVBatch, _ values: UnsafeMutablePointer<Float>
    ) -> CellProblem? {
        guard let slot = numberSlot[Int(cell.column)] else { return nil }
        let bytes = cells.content(of: cell, in: batch.block)
        let reading = cells.read(bytes)
        let target = values + Int(cell.row) * parsing.layout.numbers.count + slot
        func place() -> CellPlace { batch.place(of: cell, text: String(decoding: bytes, as: UTF8.self)) }
        switch reading {
        case .number(let value, let found):
            target.pointee = Float(value)
            flags[slot] |= found
        case .missing:
            numbers[slot].missing += 1
            if numbers[slot].firstMissing == nil { numbers[slot].firstMissing = place() }
        case .special: if numbers[slot].firstSpecial == nil { numbers[slot].firstSpecial = place() }
        case .overflow: if numbers[slot].firstOverflow == nil { numbers[slot].firstOverflow = place() }
        case .text:
            if parsing.layout.numbers[slot].declared != nil {
                return CellProblem(cell, ColumnVerdicts.notANumber(place(), parsing.paths))
            }
            if numbers[slot].firstText == nil { numbers[slot].firstText = place() }
        }
        return nil
    }

    private lazy var numberSlot: [Int: Int] = Dictionary(
        uniqueKeysWithValues: parsing.layout.numbers.enumerated().map { ($1.column, $0) })

    private func takeRange(_ values: UnsafeMutablePointer<Float>, rows: Int) {
        ballast_csv_column_range(values, rows, minimum.count, &minimum, &maximum)
    }

    /// A column that the user calls integer may say `3.0`, but not `3.5`.
    private func checkWholeNumbers(_ batch: CSVBatch, _ values: UnsafeMutablePointer<Float>) throws {
        let layout = parsing.layout
        for (slot, number) in layout.numbers.enumerated() {
            let found = flags[slot]
            flags[slot] = 0
            numbers[slot].flags |= found
            guard number.declared == .integer, Int32(found) & Int32(BALLAST_NUMBER_FRACTIONAL) != 0 else {
                continue
            }
            for row in 0..<batch.rows {
                let value = values[row * layout.numbers.count + slot]
                if value.isNaN || value == value.rounded(.towardZero) { continue }
                let cell = batch.find(row: row, column: number.column, delimiter: parsing.dialect.delimiter)
                throw ColumnVerdicts.notWhole(cell, parsing.paths)
            }
        }
    }

    private func malformed(_ rows: ballast_csv_rows, _ status: Int32, _ block: CSVBlock) -> InputError {
        let offset =
            block.text.lowerBound + (status > Int32(BALLAST_CSV_LONG_ROW) ? rows.error_position : rows.position)
        return CSVRowProblem.error(
            status, path: parsing.paths[block.file], line: block.line(at: offset), column: Int(rows.error_column),
            columns: parsing.layout.names.count, block: block, rowStart: block.text.lowerBound + rows.position,
            delimiter: parsing.dialect.delimiter)
    }

    /// What was found in the columns of numbers, over all blocks this thread has parsed.
    func numberFindings() -> [NumberFindings] {
        zip(numbers, zip(minimum, maximum)).map { found, range in
            var found = found
            (found.minimum, found.maximum) = range
            return found
        }
    }
}
