internal import BallastCore
internal import HDF5

/// One data set of an HDF5 file, as an array.
struct HDF5Rows: LabelSource {
    var path: String
    var dataset: String
    /// Bytes of the file.
    var size: Int
    /// The most bytes to unpack at once.
    var workingBytes: Int

    /// In messages.
    private var place: String { "\(path):\(dataset)" }

    func exists() throws -> Bool {
        do {
            _ = try File(reading: path).dataset(dataset)
            return true
        } catch {
            if error.kind == .missingObject { return false }
            throw translated(error)
        }
    }

    /// The rows where they lie, or in storage.
    ///
    /// - Throws: ``InputError`` when the data set is missing, damaged or holds no numbers.
    func source(in storage: any Storage) throws -> ArraySource {
        do {
            let file = try File(reading: path)
            // Whole chunks are read wherever memory allows, so that none need be kept.
            let data = try file.dataset(dataset, cacheLimit: 0)
            guard case .numbers(let format) = data.content else {
                throw InputError(place, "holds no numbers; name a data set of numbers")
            }
            try checkShape(data.shape)
            var source = ArraySource(
                path: place, kind: Self.kind(format), itemSize: format.type.byteCount, isBigEndian: false,
                isFortranOrder: false, shape: data.shape, region: .empty, byteOffset: 0)
            if let bytes = data.mappableBytes, bytes.upperBound <= size {
                source.region = try MappedFile.region(path: path, byteCount: size)
                source.byteOffset = bytes.lowerBound
                return source
            }
            return try copy(data, source, format.type, storage)
        } catch let error as HDF5Error {
            throw translated(error)
        }
    }

    /// The data set itself where it holds texts, to be read block by block.
    func texts() throws -> HDF5Rows? {
        do {
            let file = try File(reading: path)
            guard case .strings = try file.dataset(dataset).content else { return nil }
            return self
        } catch {
            throw translated(error)
        }
    }

    func append(to column: LabelColumn) throws {
        do {
            let file = try File(reading: path)
            let data = try file.dataset(dataset)
            guard try data.shape.count == 1 || data.rowWidth() == 1 else {
                throw InputError(place, "labels have shape \(data.shape); one label per row is expected")
            }
            for start in stride(from: 0, to: data.count, by: 1 << 16) {
                for text in try data.readStrings(rows: start..<min(start + 1 << 16, data.count)) {
                    try column.append(Array(text.utf8), place)
                }
            }
        } catch let error as HDF5Error {
            throw translated(error)
        }
    }

    private static func kind(_ format: NumberFormat) -> NPYHeader.Kind {
        if format.isBool { return .bool }
        return switch format.type {
        case .float16, .float32, .float64: .float
        case .int8, .int16, .int32, .int64: .signed
        case .uint8, .uint16, .uint32, .uint64: .unsigned
        }
    }

    private func checkShape(_ shape: [Int]) throws {
        if shape.isEmpty { throw InputError(place, "is a single value; rows need at least one axis") }
        if shape[0] == 0 { throw InputError(place, "has no rows: shape \(shape); save at least one row") }
        if shape.contains(0) {
            throw InputError(place, "has rows without elements: shape \(shape); save at least one element per row")
        }
    }

    /// Reads whole rows of chunks at a time, a few megabytes of them, and converts them on the way. A row of chunks that is
    /// too large is read in pieces, though each piece unpacks its chunks anew.
    private func copy(
        _ data: borrowing Dataset, _ source: ArraySource, _ type: NumberType, _ storage: any Storage
    ) throws -> ArraySource {
        let width = try data.rowWidth()
        let stored = source.elementType ?? .float32
        let (bytes, overflow) = (data.count * width).multipliedReportingOverflow(by: stored.byteCount)
        if overflow { throw InputError(place, "holds more values than this machine can address") }
        let region = try storage.makeRegion(named: RegionName.unique("hdf5"), byteCount: bytes)
        let rowBytes = width * type.byteCount
        let storedBytes = width * stored.byteCount
        var unit = max(1, (4 << 20) / rowBytes)
        if case .chunked(let chunk, _) = data.layout, let rows = chunk.first {
            unit = max(rows, unit / rows * rows)
        }
        let step = max(1, min(unit, workingBytes / max(rowBytes, storedBytes)))
        let converts = !source.hasElementsOf(stored)
        let block =
            converts ? MemoryStorage().makeRegion(named: "block", byteCount: min(step, data.count) * rowBytes) : region
        var rows = 0..<0
        while rows.upperBound < data.count {
            let start = rows.upperBound
            rows = start..<min(start + step, (start / unit + 1) * unit, data.count)
            let target = region.start + start * storedBytes
            let place = converts ? block.start : target
            try data.read(
                rows: rows, as: type, into: UnsafeMutableRawBufferPointer(start: place, count: rows.count * rowBytes))
            if converts {
                var part = source
                (part.region, part.shape[0], part.firstRow) = (block, rows.count, start)
                try ArrayConversion(part).convert(0..<rows.count, to: target)
            }
            region.discard(start * storedBytes..<rows.upperBound * storedBytes)
        }
        return source.converted(to: stored, in: region)
    }

    private func translated(_ error: HDF5Error) -> InputError {
        let isMissing = error.kind == .missingFile
        let cause = error.rootCause.map { $0.hasPrefix(error.problem) ? $0 : "\(error.problem): \($0)" }
        let problem = cause ?? error.problem
        return InputError(error.kind == .notHDF5 || isMissing ? path : place, problem, isMissingInput: isMissing)
    }
}

extension Region {
    /// Stands where a region will be put.
    static var empty: Region { MemoryStorage().makeRegion(named: "empty", byteCount: 0) }
}
