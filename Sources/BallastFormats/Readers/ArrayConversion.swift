internal import BallastCore

/// Copies array elements of any type and order into rows in C order.
struct ArrayConversion: Sendable {
    private let source: ArraySource
    private let offsets: [Int]

    init(_ source: ArraySource) {
        self.source = source
        offsets = source.elementOffsets
    }

    /// Writes `rows` to `target`, which points at the first of them.
    ///
    /// - Throws: ``InputError`` for a finite float64 that float32 does not hold.
    func convert(_ rows: Range<Int>, to target: UnsafeMutableRawPointer) throws {
        switch (source.kind, source.itemSize) {
        case (.bool, _): copy(rows, to: target, UInt8.self, UInt8.self) { $0 == 0 ? 0 : 1 }
        case (.float, 2): copy(rows, to: target, UInt16.self, Float.self) { Self.widen($0) }
        case (.float, 8): try narrow(rows, to: target)
        case (_, 1): copy(rows, to: target, UInt8.self, UInt8.self) { $0 }
        case (_, 2): copy(rows, to: target, UInt16.self, UInt16.self) { $0 }
        case (_, 4): copy(rows, to: target, UInt32.self, UInt32.self) { $0 }
        default: copy(rows, to: target, UInt64.self, UInt64.self) { $0 }
        }
    }

    /// Column by column where the columns lie apart, so that reading is sequential either way.
    @inline(__always)
    private func copy<From: FixedWidthInteger, To>(
        _ rows: Range<Int>, to target: UnsafeMutableRawPointer, _: From.Type, _: To.Type, _ convert: (From) -> To
    ) {
        let output = target.assumingMemoryBound(to: To.self)
        let size = MemoryLayout<From>.size
        let width = offsets.count
        @inline(__always) func element(_ index: Int) -> To {
            let raw = source.start.loadUnaligned(fromByteOffset: index * size, as: From.self)
            return convert(source.isBigEndian ? From(bigEndian: raw) : From(littleEndian: raw))
        }
        if source.isFortranOrder {
            for (column, offset) in offsets.enumerated() {
                for row in rows {
                    output[(row - rows.lowerBound) * width + column] = element(row * source.rowStride + offset)
                }
            }
        } else {
            for index in 0..<rows.count * width { output[index] = element(rows.lowerBound * width + index) }
        }
    }

    private func narrow(_ rows: Range<Int>, to target: UnsafeMutableRawPointer) throws {
        var overflowed = false
        copy(rows, to: target, UInt64.self, Float.self) { bits in
            let value = Double(bitPattern: bits)
            let float = Float(value)
            if float.isInfinite, value.isFinite { overflowed = true }
            return float
        }
        if overflowed { throw overflow(in: rows) }
    }

    private func overflow(in rows: Range<Int>) -> InputError {
        for row in rows {
            for (column, offset) in offsets.enumerated() {
                let index = row * source.rowStride + offset
                let raw = source.start.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
                let value = Double(bitPattern: source.isBigEndian ? UInt64(bigEndian: raw) : UInt64(littleEndian: raw))
                if value.isFinite, Float(value).isInfinite {
                    return InputError(
                        source.path,
                        "row \(source.firstRow + row), \(source.placeName(column)): \(value) is beyond the range of float32; scale the data"
                    )
                }
            }
        }
        return InputError(source.path, "holds a value beyond the range of float32; scale the data")
    }

    /// IEEE half to single precision; exact. (`Float16` is not there on every platform.)
    static func widen(_ half: UInt16) -> Float {
        let sign = UInt32(half & 0x8000) << 16
        let exponent = UInt32(half >> 10 & 0x1F)
        let fraction = UInt32(half & 0x3FF)
        switch exponent {
        case 0: return Float(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
        case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
