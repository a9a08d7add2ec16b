import CXXHash

/// XXH3-128 of the values of one row, by which equal rows are found.
package struct RowHash: BitwiseCopyable, Comparable, Sendable {
    private var high: UInt64
    private var low: UInt64

    /// - Parameters: `numbers` and `codes` are the bytes of the row's numeric and nominal values; either may be empty.
    package init(_ numbers: UnsafeRawBufferPointer, _ codes: UnsafeRawBufferPointer) {
        let first = XXH3_128bits(numbers.baseAddress, numbers.count)
        (high, low) = (first.high64, first.low64)
        if !codes.isEmpty {
            let second = XXH3_128bits_withSeed(codes.baseAddress, codes.count, first.low64)
            (high, low) = (high ^ second.high64, second.low64)
        }
    }

    package static func < (left: RowHash, right: RowHash) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
