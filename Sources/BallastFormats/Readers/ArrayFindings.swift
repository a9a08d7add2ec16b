internal import BallastCore
internal import CKernels

/// Ranges and missing values of the columns of rows in C order.
struct ArrayFindings: Sendable {
    var minimum: [Double]
    var maximum: [Double]
    var missing: [Int]

    init(width: Int) {
        minimum = Array(repeating: .infinity, count: width)
        maximum = Array(repeating: -.infinity, count: width)
        missing = Array(repeating: 0, count: width)
    }

    mutating func merge(_ other: ArrayFindings) {
        for column in minimum.indices {
            minimum[column] = min(minimum[column], other.minimum[column])
            maximum[column] = max(maximum[column], other.maximum[column])
            missing[column] += other.missing[column]
        }
    }

    /// Looks at `count` rows that start at `start`.
    ///
    /// - Parameter fail: makes the error for a value by row and column.
    /// - Throws: what `fail` makes for infinities, and for NaN unless `allowsMissing`.
    mutating func look(
        at start: UnsafeRawPointer, rows count: Int, type: ElementType, allowsMissing: Bool,
        fail: (_ row: Int, _ column: Int, _ value: Float) -> InputError
    ) throws {
        switch type {
        case .float32: try lookAtFloats(start, count, allowsMissing, fail)
        case .uint8: lookAtIntegers(start, count, UInt8.self)
        case .int8: lookAtIntegers(start, count, Int8.self)
        case .uint16: lookAtIntegers(start, count, UInt16.self)
        case .int16: lookAtIntegers(start, count, Int16.self)
        case .uint32: lookAtIntegers(start, count, UInt32.self)
        case .int32: lookAtIntegers(start, count, Int32.self)
        case .uint64: lookAtIntegers(start, count, UInt64.self)
        case .int64: lookAtIntegers(start, count, Int64.self)
        }
    }

    private mutating func lookAtFloats(
        _ start: UnsafeRawPointer, _ count: Int, _ allowsMissing: Bool, _ fail: (Int, Int, Float) -> InputError
    ) throws {
        let values = start.assumingMemoryBound(to: Float.self)
        let width = minimum.count
        var low = [Float](repeating: .infinity, count: width)
        var high = [Float](repeating: -.infinity, count: width)
        ballast_csv_column_range(values, count, width, &low, &high)
        try Self.check(values, count, width: width, allowsMissing, fail) { missing[$0] += 1 }
        for column in 0..<width {
            minimum[column] = min(minimum[column], Double(low[column]))
            maximum[column] = max(maximum[column], Double(high[column]))
        }
    }

    /// Calls `noteMissing` with the column of each value that is missing.
    ///
    /// - Throws: as ``look(at:rows:type:allowsMissing:fail:)``.
    static func check(
        _ values: UnsafePointer<Float>, _ count: Int, width: Int, _ allowsMissing: Bool,
        _ fail: (_ row: Int, _ column: Int, _ value: Float) -> InputError, noteMissing: (_ column: Int) -> Void
    ) throws {
        if ballast_csv_all_finite(values, count * width) { return }
        for index in 0..<count * width where !values[index].isFinite {
            let isMissing = values[index].isNaN && allowsMissing
            guard isMissing else { throw fail(index / width, index % width, values[index]) }
            noteMissing(index % width)
        }
    }

    @inline(__always)
    private mutating func lookAtIntegers<Element: FixedWidthInteger>(
        _ start: UnsafeRawPointer, _ count: Int, _: Element.Type
    ) {
        let values = start.assumingMemoryBound(to: Element.self)
        let width = minimum.count
        var low = [Element](repeating: .max, count: width)
        var high = [Element](repeating: .min, count: width)
        low.withUnsafeMutableBufferPointer { low in
            high.withUnsafeMutableBufferPointer { high in
                for row in 0..<count {
                    let cells = values + row * width
                    for column in 0..<width {
                        low[column] = min(low[column], cells[column])
                        high[column] = max(high[column], cells[column])
                    }
                }
            }
        }
        for column in 0..<width {
            minimum[column] = min(minimum[column], Double(low[column]))
            maximum[column] = max(maximum[column], Double(high[column]))
        }
    }
}

/// Findings of parts, merged as they come but in order, since the first of 0 and −0 is the one that is told. Only parts
/// that are ahead of their turn wait: those of wide rows would fill memory.
struct MergedFindings: Sendable {
    private(set) var total: ArrayFindings
    private var waiting: [Int: ArrayFindings] = [:]
    private var next = 0

    init(width: Int) { total = ArrayFindings(width: width) }

    mutating func add(_ findings: ArrayFindings, ofPart part: Int) {
        waiting[part] = findings
        while let findings = waiting.removeValue(forKey: next) {
            total.merge(findings)
            next += 1
        }
    }
}
