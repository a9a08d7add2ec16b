internal import BallastCore
internal import CKernels

/// Turns the cells of one column into codes, on one thread.
struct CSVTextColumnParser {
    let column: CSVLayout.TextColumn
    private let name: String
    private let parsing: CSVParsing
    private let shared: SharedCategories
    private var index = CategoryIndex()
    /// Beside each value of `index`: its number among the shared ones, −1 when it is missing; what it is; how often.
    private var codes: [Int32] = []
    private var isText: [Bool] = []
    private var counts: [Int] = []
    private var firstText: CellPlace?
    /// Cells that came after there were too many values.
    private var uncoded = TextFindings()

    init(column: CSVLayout.TextColumn, name: String, parsing: CSVParsing, _ shared: SharedCategories) {
        self.column = column
        self.name = name
        self.parsing = parsing
        self.shared = shared
    }

    /// Codes the cells `first`, `first + step` … of a batch, one per row. Returns the first cell that cannot be.
    mutating func parse(
        _ cells: UnsafeBufferPointer<ballast_csv_cell>, first: Int, step: Int, _ batch: CSVBatch,
        _ reader: CSVCellReader, into target: UnsafeMutablePointer<Int32>
    ) -> CellProblem? {
        if column.role == .feature, !column.declared, shared.isFull {
            count(cells, first: first, step: step, batch, reader)
            return nil
        }
        for row in 0..<batch.rows {
            let cell = cells[row * step + first]
            let bytes = reader.content(of: cell, in: batch.block)
            let (known, isNew) = index.number(of: bytes)
            if isNew { addValue(bytes, reader) }
            let code = codes[known]
            counts[known] += 1
            target[row * column.stride] = code
            if code < 0, let problem = problem(cell, batch, code) { return problem }
            if isText[known], firstText == nil {
                firstText = batch.place(of: cell, text: String(decoding: bytes, as: UTF8.self))
            }
        }
        return nil
    }

    /// Too many different values for codes; what the column holds still decides what becomes of it.
    private mutating func count(
        _ cells: UnsafeBufferPointer<ballast_csv_cell>, first: Int, step: Int, _ batch: CSVBatch,
        _ reader: CSVCellReader
    ) {
        for row in 0..<batch.rows {
            let cell = cells[row * step + first]
            let bytes = reader.content(of: cell, in: batch.block)
            switch reader.read(bytes) {
            case .missing: uncoded.missing += 1
            case .number: uncoded.numbers += 1
            default:
                uncoded.texts += 1
                if firstText == nil { firstText = batch.place(of: cell, text: String(decoding: bytes, as: UTF8.self)) }
            }
        }
    }

    private static let missing: Int32 = -1
    private static let tooMany: Int32 = -2
    private static let notText: Int32 = -3

    private mutating func addValue(_ bytes: UnsafeBufferPointer<UInt8>, _ reader: CSVCellReader) {
        let isMissing = reader.isMissing(bytes)
        if String(validating: bytes, as: UTF8.self) == nil {
            codes.append(Self.notText)
        } else {
            codes.append(isMissing ? Self.missing : shared.number(of: Array(bytes)) ?? Self.tooMany)
        }
        if case .number = reader.read(bytes) { isText.append(false) } else { isText.append(!isMissing) }
        counts.append(0)
    }

    private func problem(_ cell: ballast_csv_cell, _ batch: CSVBatch, _ code: Int32) -> CellProblem? {
        if code == Self.notText {
            return CellProblem(cell, ColumnVerdicts.notText(batch.place(of: cell, text: ""), parsing.paths))
        }
        let isRequired = column.role == .label || column.role == .fold
        if code == Self.missing, isRequired, parsing.missing != .drop {
            let place = batch.place(of: cell, text: "")
            return CellProblem(cell, ColumnVerdicts.missingLabel(place, parsing.paths, column.role, name))
        }
        if code == Self.tooMany, column.role == .label {
            let place = batch.place(of: cell, text: "")
            return CellProblem(cell, ColumnVerdicts.tooManyClasses(place, parsing.paths, name, shared.limit))
        }
        return nil
    }

    var findings: TextFindings {
        var found = uncoded
        found.firstText = firstText
        for index in codes.indices {
            if codes[index] == Self.missing {
                found.missing += counts[index]
            } else if isText[index] {
                found.texts += counts[index]
            } else {
                found.numbers += counts[index]
            }
        }
        return found
    }
}
