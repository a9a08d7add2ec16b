internal import BallastCore

/// The labels of array inputs, gathered row by row and then put into sorted order.
///
/// Whole numbers are classes by value, texts by what they say; a missing one is −1.
final class LabelColumn {
    private let codes: StoredArray<Int32>
    private let missing: MissingPolicy
    private let missingTokens: [[UInt8]]
    private var index = CategoryIndex()
    /// Bytes of labels after which their pages are given back.
    private static let blockBytes = 1 << 20
    /// Codes of whole numbers that are small, which nearly all labels are; −1 is unknown.
    private var small = [Int32](repeating: -1, count: 1 << 16)
    /// Beside each entry of `index`.
    private var isMissing: [Bool] = []
    private var count = 0

    init(rowCount: Int, request: InputRequest, storage: any Storage) throws {
        let region = try storage.makeRegion(named: RegionName.unique("labels"), byteCount: rowCount * 4)
        codes = StoredArray(region: region, count: rowCount)
        missing = request.missing
        missingTokens = request.missingTokens.map { Array($0.utf8) }
    }

    /// The codes of rows without labels: every one is missing.
    static func unlabelled(_ rowCount: Int, _ storage: any Storage) throws -> StoredArray<Int32> {
        let labels = try StoredArray<Int32>(named: RegionName.unique("no-labels"), count: rowCount, in: storage)
        labels.elements.update(repeating: -1)
        return labels
    }

    /// Adds the labels of one array.
    ///
    /// - Throws: ``InputError`` when it is no list of whole numbers, truth values or texts.
    func append(_ source: ArraySource) throws {
        guard source.width == 1 else {
            throw InputError(source.path, "labels have shape \(source.shape); one label per row is expected")
        }
        guard source.rows <= codes.count - count else {
            throw Self.wrongCount(source.path, labels: count + source.rows, rows: codes.count)
        }
        let step = max(1, Self.blockBytes / source.itemSize)
        for start in stride(from: 0, to: source.rows, by: step) {
            let rows = start..<min(start + step, source.rows)
            for row in rows { try append(row, of: source) }
            let first = source.byteOffset + rows.lowerBound * source.itemSize
            source.region.discard(first..<first + rows.count * source.itemSize)
            codes.region.discard(4 * (count - rows.count)..<4 * count)
        }
    }

    private func append(_ row: Int, of source: ArraySource) throws {
        let element = source.start + row * source.itemSize
        switch source.kind {
        case .bytes: try append(fixedBytes(element, source), source.path)
        case .unicode: try append(unicode(element, source), source.path)
        case .float: try append(floating(element, source), source.path)
        default: try append(integer(element, source), source.path)
        }
    }

    /// Adds the text of one label.
    func append(_ text: [UInt8], _ path: String) throws {
        let (number, isNew) = text.withUnsafeBufferPointer { index.number(of: $0) }
        if isNew { isMissing.append(missingTokens.contains(text)) }
        if isMissing[number] { return try appendMissing(path) }
        try append(code: Int32(number), path)
    }

    private func append(_ value: Int64, _ path: String) throws {
        if value >= 0, value < small.count, small[Int(value)] >= 0 { return try append(code: small[Int(value)], path) }
        try append(Array(String(value).utf8), path)
        if value >= 0, value < small.count { small[Int(value)] = codes[count - 1] }
    }

    /// Adds a label that is a number; NaN is a missing one.
    func append(_ value: Double, _ path: String) throws {
        if value.isNaN { return try appendMissing(path) }
        guard let whole = Int64(exactly: value) else {
            throw InputError(
                path, "row \(count): label \(value) is not a whole number; classes are whole numbers or texts")
        }
        try append(whole, path)
    }

    private func appendMissing(_ path: String) throws {
        guard missing == .drop else {
            throw InputError(path, "row \(count): label is missing; fill it in, or set input.missing to drop")
        }
        try append(code: -1, path)
    }

    private func append(code: Int32, _ path: String) throws {
        guard count < codes.count else { throw Self.wrongCount(path, labels: count + 1, rows: codes.count) }
        guard code < ColumnInference.mostCategories else {
            throw InputError(
                path, "there are more than \(ColumnInference.mostCategories) different labels; name a file of classes")
        }
        codes[count] = code
        count += 1
    }

    /// The codes in sorted order, and the classes.
    ///
    /// - Throws: ``InputError`` when there are fewer labels than rows.
    func finish(path: String, threads: Int) throws -> (StoredArray<Int32>, [String]) {
        guard count == codes.count else { throw Self.wrongCount(path, labels: count, rows: codes.count) }
        let order = CategoryOrder((0..<index.count).map { Array(index[$0]) }, isMissing: isMissing)
        _ = try SortedCodes(rowCount: count, threads: threads).replace(in: codes.region, by: order.ranks)
        return (codes, order.values)
    }

    static func wrongCount(_ path: String, labels: Int, rows: Int) -> InputError {
        InputError(path, "there are \(labels) labels for \(rows) rows; one label per row is expected")
    }

    // MARK: Elements

    private func integer(_ element: UnsafeRawPointer, _ source: ArraySource) throws -> Int64 {
        var bits: UInt64 = 0
        for byte in 0..<source.itemSize {
            let place = source.isBigEndian ? source.itemSize - 1 - byte : byte
            bits |= UInt64(element.load(fromByteOffset: place, as: UInt8.self)) << (8 * UInt64(byte))
        }
        switch source.kind {
        case .signed:
            let shift = Int64(64 - 8 * source.itemSize)
            return Int64(bitPattern: bits << UInt64(shift)) >> shift
        case .bool: return bits == 0 ? 0 : 1
        default:
            if let value = Int64(exactly: bits) { return value }
            throw InputError(source.path, "row \(count): label \(bits) is too large; the largest is \(Int64.max)")
        }
    }

    private func floating(_ element: UnsafeRawPointer, _ source: ArraySource) -> Double {
        func load<Bits: FixedWidthInteger>(_: Bits.Type) -> Bits {
            let raw = element.loadUnaligned(as: Bits.self)
            return source.isBigEndian ? Bits(bigEndian: raw) : Bits(littleEndian: raw)
        }
        switch source.itemSize {
        case 2: return Double(ArrayConversion.widen(load(UInt16.self)))
        case 4: return Double(Float(bitPattern: load(UInt32.self)))
        default: return Double(bitPattern: load(UInt64.self))
        }
    }

    /// NumPy fills short texts up with zeros.
    private func fixedBytes(_ element: UnsafeRawPointer, _ source: ArraySource) -> [UInt8] {
        var bytes = Array(UnsafeRawBufferPointer(start: element, count: source.itemSize))
        while bytes.last == 0 { bytes.removeLast() }
        return bytes
    }

    private func unicode(_ element: UnsafeRawPointer, _ source: ArraySource) throws -> [UInt8] {
        var text = String.UnicodeScalarView()
        for offset in stride(from: 0, to: source.itemSize, by: 4) {
            let raw = element.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            let value = source.isBigEndian ? UInt32(bigEndian: raw) : UInt32(littleEndian: raw)
            if value == 0 { break }
            guard let scalar = Unicode.Scalar(value) else {
                throw InputError(source.path, "row \(count): label holds \(value), which is no Unicode character")
            }
            text.append(scalar)
        }
        return Array(String(text).utf8)
    }
}
