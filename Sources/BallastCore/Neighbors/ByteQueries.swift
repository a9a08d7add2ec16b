import CKernels

/// A block of queries as the byte kernels read them: groups of 6 rows, `[group][steps][6]`, in the layout of the rows.
struct ByteQueries {
    static let rowsPerGroup = knn_byte_group

    let count: Int
    let steps: Int
    let values: AlignedBuffer<UInt32>
    /// ``ByteRows/queryTerms`` of each row.
    let terms: AlignedBuffer<Int32>

    var groupCount: Int { (count + Self.rowsPerGroup - 1) / Self.rowsPerGroup }

    init(_ range: Range<Int>, of rows: ByteRows) {
        let lanes = Self.rowsPerGroup
        count = range.count
        steps = rows.steps
        let groups = (range.count + lanes - 1) / lanes
        values = AlignedBuffer(count: groups * steps * lanes, repeating: 0)
        terms = AlignedBuffer(count: groups * lanes, repeating: 0)
        for index in 0..<range.count {
            let row = range.lowerBound + index
            terms[index] = rows.queryTerms[row]
            let group = values.start + index / lanes * steps * lanes + index % lanes
            Self.fill(group, from: rows.start(ofRow: row), steps: steps, stride: rows.stepBytes, rows.layout)
        }
    }

    /// A row as a kernel broadcasts it, from its values + 64: every sixth word from `words` on.
    private static func fill(
        _ words: UnsafeMutablePointer<UInt32>, from row: UnsafePointer<UInt8>, steps: Int, stride: Int,
        _ layout: ByteLayout
    ) {
        for step in 0..<steps {
            let columns = UnsafeRawPointer(row + step * stride)
            switch layout {
            case .pairs:
                let pair = columns.load(as: SIMD2<UInt8>.self) &- SIMD2(repeating: 64)
                let word = UInt32(pair.x) | UInt32(pair.y) << 8
                words[step * rowsPerGroup] = word | word << 16
            case .quads:
                let negated = SIMD4<UInt8>(repeating: 64) &- columns.load(as: SIMD4<UInt8>.self)
                words[step * rowsPerGroup] = unsafeBitCast(negated, to: UInt32.self)
            }
        }
    }
}
