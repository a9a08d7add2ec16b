internal import BallastCore
internal import Synchronization

/// Makes one row store of the arrays of a data set, in place where there is one that lies right.
struct ArrayRows: Sendable {
    private let sources: [ArraySource]
    private let request: InputRequest
    private let type: ElementType
    /// Columns that the user calls integer.
    private let declaredIntegers: [Int]
    /// What an error for a value that is missing advises.
    var adviceOnMissing = "set input.missing to mean, median, most_frequent or drop"

    /// - Throws: ``InputError`` when the arrays differ in element type or row shape, or hold no numbers.
    init(_ sources: [ArraySource], request: InputRequest) throws {
        let first = sources[0]
        guard let type = first.elementType else {
            throw InputError(first.path, "holds texts; features of arrays are numbers")
        }
        for other in sources.dropFirst() {
            guard other.rowShape == first.rowShape else {
                throw InputError(
                    other.path,
                    "has rows of shape \(other.rowShape) where '\(first.path)' has \(first.rowShape); "
                        + "arrays read together need one shape")
            }
            guard other.elementType == type else {
                throw InputError(
                    other.path,
                    "has \(other.elementType?.rawValue ?? "text") elements where '\(first.path)' has \(type.rawValue); "
                        + "arrays read together need one type")
            }
        }
        (self.sources, self.request, self.type) = (sources, request, type)
        declaredIntegers = try Self.declaredIntegers(
            request, width: first.shape.count <= 2 ? first.width : 0, first.path)
    }

    private static func declaredIntegers(_ request: InputRequest, width: Int, _ path: String) throws -> [Int] {
        var columns: [Int] = []
        for (name, kind) in request.columns.sorted(by: { $0.key < $1.key }) {
            let index = name.hasPrefix("column_") ? Int(name.dropFirst(7)) : nil
            guard let index, name == "column_\(index)", (0..<width).contains(index) else {
                let known =
                    width == 0 ? "rows of more than one axis have none" : "there are column_0 to column_\(width - 1)"
                throw InputError(path, "no input column '\(name)'; \(known)")
            }
            if kind == .integer { columns.append(index) }
        }
        return columns
    }

    private func checkWhole(_ start: UnsafeRawPointer, _ part: Part, _ source: ArraySource) throws {
        guard type == .float32, !declaredIntegers.isEmpty else { return }
        let values = start.assumingMemoryBound(to: Float.self)
        for row in 0..<part.rows.count {
            for column in declaredIntegers {
                let value = values[row * source.width + column]
                if value.isNaN || value == value.rounded(.towardZero) { continue }
                throw InputError(
                    source.path,
                    "row \(part.rows.lowerBound + row), column \(column): \(value) is not a whole number; set the column's kind to numeric"
                )
            }
        }
    }

    var rowCount: Int { sources.reduce(0) { $0 + $1.rows } }

    /// The rows, and what their columns hold.
    func read(storage: any Storage, threads: Int) throws -> (RowStore, [Column]) {
        let store = try makeStore(storage)
        let parts = parts(bytesPerRow: store.bytesPerRow)
        let hasColumns = sources[0].shape.count <= 2
        let found = Mutex(MergedFindings(width: hasColumns ? store.width : 0))
        let inPlace = sources.count == 1 && sources[0].liesInPlace
        try Parallel.forEach(parts.count, threads: threads) { index in
            let part = parts[index]
            let source = sources[part.source]
            let target = store.start(ofRow: part.firstRow)
            if !inPlace { try ArrayConversion(source).convert(part.rows, to: target) }
            let findings = try look(at: target, part, source, width: store.width, hasColumns: hasColumns)
            if let findings { found.withLock { $0.add(findings, ofPart: index) } }
            try checkWhole(target, part, source)
            discard(part, source, store, inPlace: inPlace)
        }
        return (store, hasColumns ? found.withLock { describe($0.total) } : [])
    }

    /// What the columns hold; of rows of more axes, which have none, values are only checked.
    private func look(
        at start: UnsafeRawPointer, _ part: Part, _ source: ArraySource, width: Int, hasColumns: Bool
    ) throws -> ArrayFindings? {
        let allowsMissing = request.missing != .error
        func fail(_ row: Int, _ column: Int, _ value: Float) -> InputError {
            notFinite(source, row: part.rows.lowerBound + row, column: column, value)
        }
        if hasColumns {
            var findings = ArrayFindings(width: width)
            try findings.look(at: start, rows: part.rows.count, type: type, allowsMissing: allowsMissing, fail: fail)
            return findings
        }
        if type == .float32 {
            let values = start.assumingMemoryBound(to: Float.self)
            try ArrayFindings.check(values, part.rows.count, width: width, allowsMissing, fail) { _ in }
        }
        return nil
    }

    private func makeStore(_ storage: any Storage) throws -> RowStore {
        let first = sources[0]
        if sources.count == 1, first.liesInPlace {
            return RowStore(
                elementType: type, rowShape: first.rowShape, count: first.rows, region: first.region,
                byteOffset: first.byteOffset)
        }
        let (bytes, overflow) = (rowCount * first.width).multipliedReportingOverflow(by: type.byteCount)
        if overflow { throw InputError(first.path, "holds more values than this machine can address") }
        let region = try storage.makeRegion(named: RegionName.unique("rows"), byteCount: bytes)
        return RowStore(elementType: type, rowShape: first.rowShape, count: rowCount, region: region)
    }

    private struct Part: Sendable {
        var source: Int
        var rows: Range<Int>
        /// Over all sources.
        var firstRow: Int
    }

    private func parts(bytesPerRow: Int) -> [Part] {
        let size = max(1, (1 << 20) / bytesPerRow)
        var parts: [Part] = []
        var firstRow = 0
        for (index, source) in sources.enumerated() {
            for start in stride(from: 0, to: source.rows, by: size) {
                let end = min(start + size, source.rows)
                parts.append(Part(source: index, rows: start..<end, firstRow: firstRow + start))
            }
            firstRow += source.rows
        }
        return parts
    }

    /// Input pages that were read once are not kept resident.
    private func discard(_ part: Part, _ source: ArraySource, _ store: RowStore, inPlace: Bool) {
        if source.isFortranOrder { return }
        let rowBytes = source.width * source.itemSize
        let start = source.byteOffset + part.rows.lowerBound * rowBytes
        source.region.discard(start..<start + part.rows.count * rowBytes)
        if inPlace { return }
        let target = part.firstRow * store.bytesPerRow
        store.region.discard(target..<target + part.rows.count * store.bytesPerRow)
    }

    private func notFinite(_ source: ArraySource, row: Int, column: Int, _ value: Float) -> InputError {
        let place = source.placeName(column)
        let advice =
            value.isNaN
            ? "is missing (nan); \(adviceOnMissing)"
            : "is infinite; clean the data"
        return InputError(source.path, "row \(row), \(place): value \(advice)")
    }

    private func describe(_ found: ArrayFindings) -> [Column] {
        found.missing.indices.map { index in
            let name = "column_\(index)"
            let hasValues = found.minimum[index] <= found.maximum[index]
            return Column(
                name: name, kind: request.columns[name] ?? (type.isInteger ? .integer : .numeric),
                minimum: hasValues ? found.minimum[index] : nil, maximum: hasValues ? found.maximum[index] : nil,
                missing: found.missing[index])
        }
    }
}
