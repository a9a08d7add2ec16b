/// Splits the first rows of a text into cells, the plain way: for headers and samples, never for whole files.
struct CSVRowSplitter {
    var delimiter: UInt8

    /// Whole rows, at most `limit`; a last row without line end counts if the text is whole. Stops without a word at
    /// malformed quotes: the parser that follows names the place.
    func rows(of text: [UInt8], isWhole: Bool, limit: Int) -> [[CSVCell]] {
        var rows: [[CSVCell]] = []
        var position = 0
        while rows.count < limit, position < text.count, let row = nextRow(text, &position, isWhole: isWhole) {
            rows.append(row)
        }
        return rows
    }

    /// The row at `position`, which moves behind its line end; nil if it is not complete or malformed.
    func nextRow(_ text: [UInt8], _ position: inout Int, isWhole: Bool) -> [CSVCell]? {
        var cells: [CSVCell] = []
        var start = position
        while true {
            guard let (bytes, end) = cell(text, from: start) else { return nil }
            cells.append(CSVCell(bytes: bytes))
            if end == text.count {
                guard isWhole else { return nil }
                position = end
                return cells
            }
            start = end + 1
            if text[end] == UInt8(ascii: "\n") {
                position = start
                return cells
            }
        }
    }

    /// The cell from `start` and the position of the delimiter or line end behind it.
    private func cell(_ text: [UInt8], from start: Int) -> ([UInt8], Int)? {
        var position = start
        while position < text.count, text[position] == UInt8(ascii: " ") { position += 1 }
        if position < text.count, text[position] == UInt8(ascii: "\"") { return quotedCell(text, from: position + 1) }
        let first = position
        while position < text.count, text[position] != delimiter, text[position] != UInt8(ascii: "\n") {
            if text[position] == UInt8(ascii: "\"") { return nil }
            position += 1
        }
        var last = position
        let atLineEnd = position == text.count || text[position] == UInt8(ascii: "\n")
        if atLineEnd, last > first, text[last - 1] == UInt8(ascii: "\r") { last -= 1 }
        while last > first, text[last - 1] == UInt8(ascii: " ") { last -= 1 }
        return (Array(text[first..<last]), position)
    }

    private func quotedCell(_ text: [UInt8], from start: Int) -> ([UInt8], Int)? {
        var bytes: [UInt8] = []
        var position = start
        while position < text.count {
            if text[position] != UInt8(ascii: "\"") {
                bytes.append(text[position])
                position += 1
            } else if position + 1 < text.count, text[position + 1] == UInt8(ascii: "\"") {
                bytes.append(text[position])
                position += 2
            } else {
                position += 1
                while position < text.count, text[position] == UInt8(ascii: " ") { position += 1 }
                if position < text.count, text[position] == UInt8(ascii: "\r") { position += 1 }
                guard position == text.count || text[position] == delimiter || text[position] == UInt8(ascii: "\n")
                else { return nil }
                return (bytes, position)
            }
        }
        return nil
    }
}
