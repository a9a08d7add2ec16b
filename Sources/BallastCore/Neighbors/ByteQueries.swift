import CKernels

/// A block of queries as the byte kernels read them: groups of 6 rows, `[group][pairs][6]`, each pair of values twice.
struct ByteQueries {
    static let rowsPerGroup = knn_byte_group

    let count: Int
    let pairs: Int
    let values: AlignedBuffer<UInt32>
    /// ⌈|z|²/2⌉ + 64 Σ z modulo 2¹⁶, twice.
    let terms: AlignedBuffer<UInt32>

    var groupCount: Int { (count + Self.rowsPerGroup - 1) / Self.rowsPerGroup }

    init(_ range: Range<Int>, of rows: ByteRows) {
        let lanes = Self.rowsPerGroup
        count = range.count
        pairs = rows.pairs
        let groups = (range.count + lanes - 1) / lanes
        values = AlignedBuffer(count: groups * pairs * lanes, repeating: 0)
        terms = AlignedBuffer(count: groups * lanes, repeating: 0)
        for index in 0..<range.count {
            let row = range.lowerBound + index
            let group = values.start + index / lanes * pairs * lanes + index % lanes
            var (sum, squares) = (0, 0)
            for pair in 0..<pairs {
                let (first, second) = (rows.value(row, 2 * pair), rows.value(row, 2 * pair + 1))
                sum += first + second
                squares += first * first + second * second
                let bytes = UInt16(UInt8(bitPattern: Int8(first))) | UInt16(UInt8(bitPattern: Int8(second))) << 8
                group[pair * lanes] = twice(bytes)
            }
            terms[index] = twice(UInt16(truncatingIfNeeded: (squares + 1) / 2 + 64 * sum))
        }
    }
}

/// A 16-bit number in both halves of a 32-bit one, as the kernels broadcast it.
func twice(_ number: UInt16) -> UInt32 { UInt32(number) | UInt32(number) << 16 }
