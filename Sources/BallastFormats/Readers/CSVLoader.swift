internal import BallastCore
internal import CKernels

/// A block of whole rows, as read.
final class CSVBlock: @unchecked Sendable {
    // Sendable: handed from the loading thread to the parsing one under the pipeline's lock; the hashing one only reads.
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    /// Readable and writable bytes; 64 more, all zero behind the text, can be read.
    private(set) var capacity: Int
    static let padding = 64

    var file = 0
    /// The bytes that came from the source with this block, to be hashed in order.
    var source = 0..<0
    /// What is hashed instead, where that is not what stands on disk.
    var packed: [[UInt8]]?
    /// The rows.
    var text = 0..<0
    var rows = 0
    /// Number over all files of the first row, and line in its file.
    var firstRow = 0
    var firstLine = 1
    var slot: RowSpool.Slot?
    /// In the order of loading.
    var index = 0

    init(capacity: Int) {
        self.capacity = capacity
        bytes = .allocate(capacity: capacity + Self.padding)
    }

    deinit { bytes.deallocate() }

    func grow(to newCapacity: Int, keeping count: Int) {
        guard newCapacity > capacity else { return }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity + Self.padding)
        larger.update(from: bytes, count: count)
        bytes.deallocate()
        (bytes, capacity) = (larger, newCapacity)
    }

    /// Adds the bytes on disk behind this block.
    func hash(into hash: FileHash) {
        guard let packed else {
            return hash.update(UnsafeRawBufferPointer(start: bytes + source.lowerBound, count: source.count))
        }
        for piece in packed { piece.withUnsafeBytes { hash.update($0) } }
        self.packed = nil
    }

    /// The line of the byte at `offset`, counted from 1 in the file.
    func line(at offset: Int) -> Int {
        var lines = ballast_csv_lines()
        ballast_csv_count_lines_portable(bytes + text.lowerBound, max(offset - text.lowerBound, 0), &lines)
        return firstLine + lines.lines
    }
}

/// Reads the files in order and cuts them into blocks that end where a row ends, so that parsing them needs no
/// knowledge of each other. The rest of a block is carried over to the next.
final class CSVLoader {
    /// A row longer than this is taken for a quote that never closes.
    private static let longestRow = 1 << 28

    private let files: [InputContents]
    private let openSource: (InputContents) throws -> any ByteSource
    private let header: CSVHeader
    private let spool: RowSpool
    private let blockSize: Int
    private let usesVectors: Bool
    private var source: (any ByteSource)?
    private var file = 0
    private var carried: [UInt8] = []
    private var atStart = true
    private var line = 1
    private var blocks = 0
    private(set) var rowsOfFile: [Int]

    init(
        files: [InputContents], header: CSVHeader, spool: RowSpool, cut: DelimitedText.Cut,
        openSource: @escaping (InputContents) throws -> any ByteSource
    ) {
        self.files = files
        self.header = header
        self.spool = spool
        self.blockSize = max(cut.blockSize, 1)
        usesVectors = cut.usesVectors
        self.openSource = openSource
        rowsOfFile = Array(repeating: 0, count: files.count)
    }

    /// Fills `block` with the next rows; false when all files have been read.
    func load(_ block: CSVBlock) throws -> Bool {
        guard file < files.count else { return false }
        let source = try self.source ?? openSource(files[file])
        self.source = source
        block.grow(to: max(blockSize, carried.count + blockSize), keeping: 0)
        block.bytes.update(from: carried, count: carried.count)
        block.file = file
        block.index = blocks
        blocks += 1

        var length = carried.count
        var lines = ballast_csv_lines()
        var end = 0
        var isLast: Bool
        repeat {
            if length == block.capacity {
                if length >= Self.longestRow { throw tooLong() }
                block.grow(to: length * 2, keeping: length)
            }
            let room = UnsafeMutableRawBufferPointer(start: block.bytes + length, count: block.capacity - length)
            let count = try source.fill(room)
            block.source = carried.count..<length + count
            length += count
            isLast = count < room.count
            lines = count == 0 && !isLast ? lines : countLines(block, &length, isLast: isLast)
            end = lines.rows_end
            dropBlankEnd(block, &end, &lines, isLast: isLast)
        } while end == 0 && !isLast
        block.packed = source.takePacked()
        try take(block, end: end, length: length, lines: lines, isLast: isLast)
        return true
    }

    private func countLines(_ block: CSVBlock, _ length: inout Int, isLast: Bool) -> ballast_csv_lines {
        var lines = ballast_csv_lines()
        if isLast, length > 0, block.bytes[length - 1] != UInt8(ascii: "\n") {
            block.grow(to: length + 1, keeping: length)
            block.bytes[length] = UInt8(ascii: "\n")
            length += 1
        }
        if usesVectors {
            ballast_csv_count_lines_avx2(block.bytes, length, &lines)
        } else {
            ballast_csv_count_lines_portable(block.bytes, length, &lines)
        }
        if isLast, lines.in_quotes {  // the parser will say where the quote was opened
            lines.rows += 1
            (lines.rows_end, lines.lines_in_rows) = (length, lines.lines)
        }
        return lines
    }

    /// Blank lines at the end of a block wait for the next one: at the end of the file they do not count.
    private func dropBlankEnd(_ block: CSVBlock, _ end: inout Int, _ lines: inout ballast_csv_lines, isLast: Bool) {
        if lines.in_quotes, isLast { return }
        while end > 0 {
            var blank = end - 1
            if blank > 0, block.bytes[blank - 1] == UInt8(ascii: "\r") { blank -= 1 }
            guard blank == 0 || block.bytes[blank - 1] == UInt8(ascii: "\n") else { return }
            end = blank
            lines.rows -= 1
            lines.lines_in_rows -= 1
        }
    }

    private func take(_ block: CSVBlock, end: Int, length: Int, lines: ballast_csv_lines, isLast: Bool) throws {
        var start = 0
        var rows = lines.rows
        block.firstLine = line
        block.text = 0..<end
        if atStart, end > 0 {
            atStart = false
            // The header's own lines are among those counted.
            let skipped = try header.skip(block, isFirstFile: file == 0, file: files[file].path)
            start = skipped.bytes
            rows -= skipped.rows
            (block.firstLine, block.text) = (block.line(at: start), start..<end)
        }
        if isLast, atStart { throw InputError(files[file].path, "is empty; a table has at least one row") }
        line += lines.lines_in_rows
        carried = isLast ? [] : Array(UnsafeBufferPointer(start: block.bytes + end, count: length - end))
        // Only behind the last row of a file can the parser look past the text, where it must see no quote.
        (block.bytes + length).update(repeating: 0, count: CSVBlock.padding)
        block.rows = rows
        block.firstRow = spool.rowCount
        block.slot = try spool.reserve(rows)
        rowsOfFile[file] += rows
        if isLast { nextFile() }
    }

    private func nextFile() {
        (source, atStart, line) = (nil, true, 1)
        file += 1
    }

    private func tooLong() -> InputError {
        InputError(
            files[file].path, line: line,
            "a row is longer than \(Self.longestRow >> 20) MiB; a quote that is opened here may never be closed")
    }
}
