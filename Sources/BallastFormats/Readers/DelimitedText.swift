package import BallastCore
internal import CKernels

/// One table of delimited text in one or more files.
package struct DelimitedText: Sendable {
    /// How the work is cut; changes no result.
    package struct Cut: Sendable {
        /// Bytes per block. Fits the second cache together with the rows made of it.
        package var blockSize = 1 << 19
        /// Bytes of the first file from which kinds are guessed.
        package var sampleSize = 1 << 17
        /// Whether SIMD kernels may be used; both paths give the same bits.
        package var usesVectors = ballast_cpu_has_avx2()

        package init() {}
    }

    private let request: InputRequest
    private let files: [InputContents]
    private let storage: any Storage
    private let cut: Cut
    private let sample: CSVSample

    /// Opens the files and reads the header.
    ///
    /// - Parameter opened: the files of the request where they are open already: a pipe can be opened but once.
    package init(
        _ request: InputRequest, opened: [InputContents]? = nil, delimiter: UInt8?, storage: any Storage,
        cut: Cut = Cut()
    ) throws {
        guard let first = request.paths.first else { throw InputError("input", "no file is named; name at least one") }
        if let delimiter, !Self.canSeparate(delimiter) {
            throw InputError(
                "input.delimiter",
                "'\(Unicode.Scalar(delimiter))' cannot be told from a value; use a comma, tab, semicolon or bar")
        }
        if let labels = request.labelPaths.first {
            throw InputError(
                labels, "a table has its labels in a column; name it with input.label instead of input.labels")
        }
        self.request = request
        self.storage = storage
        self.cut = cut
        files = try opened ?? request.paths.map { try InputContents(path: $0, storage: storage) }
        sample = try CSVSample(
            files[0].makeTextSource(), path: first, request: request, delimiter: delimiter, size: cut.sampleSize)
    }

    /// The names of all columns, label, group and ignored ones included.
    package var names: [String] { sample.header.names }

    /// Whether a byte can be told from those of a value.
    package static func canSeparate(_ byte: UInt8) -> Bool {
        let character = Unicode.Scalar(byte)
        return byte < 0x80 && byte != 0x0A && byte != 0x0D && byte != 0
            && !"\" +-.".unicodeScalars.contains(character)
            && !character.properties.isAlphabetic && !(0x30...0x39).contains(byte)
    }

    /// Parses all rows; a second time only where the sample took a column of texts for numbers.
    package func read(threads: Int) throws -> InputTable {
        let columns = try CSVColumnChoice(names: names, request: request, path: request.paths[0])
        let tokens = request.missingTokens.map { Array($0.utf8) }
        var looksNumeric = names.indices.map { sample.looksNumeric($0, missingTokens: tokens) }
        while true {
            let layout = CSVLayout(
                names: names, roles: columns.roles, declared: columns.declared, looksNumeric: looksNumeric)
            let parsed = try CSVParsedText.parse(
                parsing(layout, tokens), files: files, sample: sample, storage: storage, cut: cut,
                threads: max(threads, 1))
            let wrong = zip(layout.numbers, parsed.numbers).filter { $0.declared == nil && $1.firstText != nil }
            if wrong.isEmpty {
                return try CSVTableAssembly(parsed, layout: layout, request: request, files: files).table(
                    threads: threads, storage: storage)
            }
            for (number, _) in wrong { looksNumeric[number.column] = false }
        }
    }

    private func parsing(_ layout: CSVLayout, _ tokens: [[UInt8]]) -> CSVParsing {
        CSVParsing(
            layout: layout, dialect: sample.header.dialect,
            categories: layout.texts.map { SharedCategories(limit: $0.limit) }, missingTokens: tokens,
            missing: request.missing, paths: request.paths, usesVectors: cut.usesVectors)
    }
}
