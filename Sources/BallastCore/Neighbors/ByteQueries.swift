import CKernels

/// A block of queries as the byte kernels read them: groups of rows, in the layout of the rows.
struct ByteQueries {
    let count: Int
    let steps: Int
    let rowsPerGroup: Int
    let values: AlignedBuffer<UInt32>
    /// ``ByteRows/queryTerms`` of each row.
    let terms: AlignedBuffer<Int32>

    var groupCount: Int { (count + rowsPerGroup - 1) / rowsPerGroup }

    init(_ range: Range<Int>, of rows: ByteRows) {
        let lanes = rows.layout.rowsPerGroup
        rowsPerGroup = lanes
        count = range.count
        steps = rows.steps
        let groups = (range.count + lanes - 1) / lanes
        values = AlignedBuffer(count: groups * steps * lanes, repeating: 0)
        terms = AlignedBuffer(count: groups * lanes, repeating: 0)
        for index in 0..<range.count {
            let row = range.lowerBound + index
            terms[index] = rows.queryTerms[row]
            let group = values.start + index / lanes * steps * lanes
            Self.fill(
                group, index % lanes, from: rows.start(ofRow: row), steps: steps, stride: rows.stepBytes, rows.layout)
        }
    }

    /// A row as a kernel takes it, from its values and their offset, as one of the queries of a group.
    private static func fill(
        _ words: UnsafeMutablePointer<UInt32>, _ query: Int, from row: UnsafePointer<UInt8>, steps: Int, stride: Int,
        _ layout: ByteLayout
    ) {
        for step in 0..<steps {
            let columns = UnsafeRawPointer(row + step * stride)
            let word: UInt32
            switch layout {
            case .pairs:
                let pair = columns.load(as: SIMD2<UInt8>.self) &- SIMD2(repeating: layout.offset)
                word = (UInt32(pair.x) | UInt32(pair.y) << 8) * 0x10001
            case .quads, .tiles:
                let negated = SIMD4<UInt8>(repeating: layout.offset) &- columns.load(as: SIMD4<UInt8>.self)
                word = unsafeBitCast(negated, to: UInt32.self)
            }
            words[layout.word(query: query, step: step, of: steps)] = word
        }
    }
}
