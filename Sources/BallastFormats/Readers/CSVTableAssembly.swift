internal import BallastCore
internal import CKernels

/// Makes the table of what was parsed: judges columns by the whole file, puts codes into sorted order.
struct CSVTableAssembly {
    private let parsed: CSVParsedText
    private let layout: CSVLayout
    private let request: InputRequest
    private let files: [InputContents]
    private var rowCount: Int { parsed.spool.rowCount }

    init(_ parsed: CSVParsedText, layout: CSVLayout, request: InputRequest, files: [InputContents]) {
        self.parsed = parsed
        self.layout = layout
        self.request = request
        self.files = files
    }

    func table(threads: Int, storage: any Storage) throws -> InputTable {
        guard rowCount > 0 else { throw InputError(files[0].path, "has a header but no rows; add at least one row") }
        try checkNumbers()
        let kept = try layout.texts.indices.filter { try layout.texts[$0].role == .feature && isKept($0) }
        let orders = parsed.values.map { CategoryOrder($0) }
        let codes = SortedCodes(rowCount: rowCount, threads: threads)
        let labels = try coded(.label, orders, codes)
        return InputTable(
            rowCount: rowCount, features: try features(),
            categorical: try codes.categorical(
                kept.map { layout.texts[$0].offset }, kept.map { orders[$0].ranks },
                from: try parsed.spool.region(ofPlane: CSVLayout.Plane.codes),
                width: layout.planes[CSVLayout.Plane.codes].width, storage: storage),
            columns: describe(kept, orders), labels: try labels?.codes ?? LabelColumn.unlabelled(rowCount, storage),
            classes: labels?.values ?? [], groups: try coded(.group, orders, codes),
            folds: try coded(.fold, orders, codes), files: readFiles, notices: notices(kept))
    }

    /// The first number that cannot stand where it stands, by row, then by column.
    private func checkNumbers() throws {
        var problems: [(place: CellPlace, error: InputError)] = []
        for found in parsed.numbers {
            if let place = found.firstSpecial { problems.append((place, ColumnVerdicts.special(place, request.paths))) }
            if let place = found.firstOverflow {
                problems.append((place, ColumnVerdicts.overflow(place, request.paths)))
            }
            if request.missing == .error, let place = found.firstMissing {
                problems.append((place, ColumnVerdicts.missing(place, request.paths)))
            }
        }
        let first = problems.min { ($0.place.row, $0.place.column) < ($1.place.row, $1.place.column) }
        if let first { throw first.error }
    }

    private func distinct(_ text: Int) -> Int {
        parsed.isFull[text] ? ColumnInference.mostCategories + 1 : parsed.values[text].count
    }

    private func isKept(_ text: Int) throws -> Bool {
        if layout.texts[text].declared { return true }
        let found = parsed.texts[text]
        switch ColumnInference.verdict(found, distinct: distinct(text)) {
        case .categorical: return true
        case .nearlyUnique: return false
        case .mixed:
            guard let place = found.firstText else { return true }
            throw ColumnVerdicts.mixed(place, request.paths, name: layout.names[layout.texts[text].column])
        }
    }

    private func features() throws -> RowStore? {
        try parsed.spool.region(ofPlane: CSVLayout.Plane.features).map { region in
            RowStore(elementType: .float32, rowShape: [layout.numbers.count], count: rowCount, region: region)
        }
    }

    private func coded(
        _ role: CSVLayout.Role, _ orders: [CategoryOrder], _ codes: SortedCodes
    ) throws -> InputTable.Coded? {
        guard let index = layout.texts.firstIndex(where: { $0.role == role }),
            let region = try parsed.spool.region(ofPlane: layout.texts[index].plane)
        else { return nil }
        return InputTable.Coded(
            codes: try codes.replace(in: region, by: orders[index].ranks), values: orders[index].values)
    }

    private var readFiles: [ReadFile] {
        files.indices.map { index in
            ReadFile(files[index], rows: parsed.rowsOfFile[index], digest: PendingDigest(parsed.hashes[index]))
        }
    }

    private func describe(_ kept: [Int], _ orders: [CategoryOrder]) -> [Column] {
        var columns: [(index: Int, column: Column)] = []
        for (number, found) in zip(layout.numbers, parsed.numbers) {
            let hasValues = found.minimum <= found.maximum
            let name = layout.names[number.column]
            columns.append(
                (
                    number.column,
                    Column(
                        name: name, kind: number.declared ?? (isInteger(found) ? .integer : .numeric),
                        minimum: hasValues ? Double(found.minimum) : nil,
                        maximum: hasValues ? Double(found.maximum) : nil,
                        missing: found.missing)
                ))
        }
        for text in kept {
            let column = layout.texts[text].column
            columns.append(
                (
                    column,
                    Column(
                        name: layout.names[column], kind: .categorical, categories: orders[text].values,
                        missing: parsed.texts[text].missing)
                ))
        }
        return columns.sorted { $0.index < $1.index }.map(\.column)
    }

    private func isInteger(_ found: NumberFindings) -> Bool {
        found.minimum <= found.maximum && Int(found.flags) & Int(BALLAST_NUMBER_FRACTIONAL) == 0
    }

    private func notices(_ kept: [Int]) -> [Notice] {
        var notices: [(index: Int, text: String)] = []
        for (number, found) in zip(layout.numbers, parsed.numbers) {
            let name = layout.names[number.column]
            func add(_ text: String) { notices.append((number.column, text)) }
            if found.minimum > found.maximum { add("column '\(name)' has no values") }
            if Int(found.flags) & Int(BALLAST_NUMBER_LONG_INTEGER) != 0 {
                add("column '\(name)' holds whole numbers beyond ±16777216, which lose digits in float32")
            }
            if number.declared == nil, isInteger(found), Int(found.flags) & Int(BALLAST_NUMBER_LEADING_ZERO) != 0 {
                add("column '\(name)' has numbers with leading zeros; set its kind to categorical if they are codes")
            }
        }
        for text in layout.texts.indices where layout.texts[text].role == .feature && !kept.contains(text) {
            let column = layout.texts[text].column
            let count =
                parsed.isFull[text]
                ? "more than \(ColumnInference.mostCategories)" : "\(parsed.values[text].count)"
            notices.append(
                (
                    column,
                    "column '\(layout.names[column])' is left out: \(count) different texts in \(rowCount) rows; "
                        + "set its kind to categorical to keep it, or to ignore"
                ))
        }
        return notices.sorted { ($0.index, $0.text) < ($1.index, $1.text) }.map { Notice($0.text) }
    }
}
