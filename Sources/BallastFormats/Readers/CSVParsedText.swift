internal import BallastCore

/// What one pass over all files has brought.
struct CSVParsedText {
    var spool: RowSpool
    var numbers: [NumberFindings]
    var texts: [TextFindings]
    /// The different values of each text column, in no order.
    var values: [[[UInt8]]]
    var isFull: [Bool]
    var rowsOfFile: [Int]
    var hashes: [String]

    static func parse(
        _ parsing: CSVParsing, files: [InputContents], sample: CSVSample, storage: any Storage,
        cut: DelimitedText.Cut, threads: Int
    ) throws -> CSVParsedText {
        let bytes = try files.reduce(0.0) { $0 + Double($1.size) * (try $1.expansion()) }
        // A twentieth more than the sample promises: rows of a second segment would have to be copied.
        let estimate = bytes / sample.bytesPerRow * 1.05 + 64
        let spool = try RowSpool(
            planes: parsing.layout.planes, path: files[0].path, estimatedRows: Int(min(estimate, 1e12)),
            storage: storage)
        let loader = CSVLoader(
            files: files, header: sample.header, spool: spool, cut: cut,
            openSource: { try $0.makeTextSource() })
        let pipeline = CSVPipeline(loader: loader, files: files.count, threads: threads, blockSize: cut.blockSize)
        let parsers = (0..<threads).map { _ in CSVBlockParser(parsing) }
        try pipeline.run(parsers)
        return CSVParsedText(spool, loader, pipeline, parsers, parsing.categories)
    }

    private init(
        _ spool: RowSpool, _ loader: CSVLoader, _ pipeline: CSVPipeline, _ parsers: [CSVBlockParser],
        _ categories: [SharedCategories]
    ) {
        self.spool = spool
        numbers = parsers[0].numberFindings()
        texts = parsers[0].textColumns.map(\.findings)
        for parser in parsers.dropFirst() {
            for (slot, found) in parser.numberFindings().enumerated() { numbers[slot].merge(found) }
            for (slot, column) in parser.textColumns.enumerated() { texts[slot].merge(column.findings) }
        }
        isFull = categories.map(\.isFull)
        values = categories.map { $0.isFull ? [] : $0.values }
        rowsOfFile = loader.rowsOfFile
        hashes = pipeline.hexadecimalHashes()
    }
}
