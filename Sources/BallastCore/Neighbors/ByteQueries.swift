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
            switch rows.layout {
            case .pairs: Self.fill(group, index % lanes, withPairsOf: row, of: rows)
            case .quads: Self.fill(group, index % lanes, withQuadsOf: row, of: rows, chunk: 1)
            case .tiles:
                Self.fill(group, index % lanes, withQuadsOf: row, of: rows, chunk: knn_byte_tile_chunk(steps))
            }
        }
    }

    /// A row as one of the queries of a group, two columns in a word, twice.
    private static func fill(
        _ words: UnsafeMutablePointer<UInt32>, _ query: Int, withPairsOf row: Int, of rows: ByteRows
    ) {
        let start = UnsafeRawPointer(rows.start(ofRow: row))
        let group = rows.layout.rowsPerGroup
        for step in 0..<rows.steps {
            let columns = (start + step * rows.stepBytes).load(as: SIMD2<UInt8>.self)
            let pair = columns &- SIMD2(repeating: rows.layout.offset)
            words[step * group + query] = (UInt32(pair.x) | UInt32(pair.y) << 8) * 0x10001
        }
    }

    /// A row as one of the queries of a group, the negatives of four columns in a word; the words of a chunk of steps stand
    /// together.
    private static func fill(
        _ words: UnsafeMutablePointer<UInt32>, _ query: Int, withQuadsOf row: Int, of rows: ByteRows, chunk: Int
    ) {
        let start = UnsafeRawPointer(rows.start(ofRow: row))
        let offset = SIMD4<UInt8>(repeating: rows.layout.offset)
        let group = rows.layout.rowsPerGroup
        for first in stride(from: 0, to: rows.steps, by: max(chunk, 1)) {
            let own = words + first * group + query * chunk
            for step in 0..<chunk {
                let negated = offset &- (start + (first + step) * rows.stepBytes).load(as: SIMD4<UInt8>.self)
                own[step] = unsafeBitCast(negated, to: UInt32.self)
            }
        }
    }
}
