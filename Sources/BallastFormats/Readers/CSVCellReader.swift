internal import CKernels

/// What a cell is, once its quotes and the spaces around it are gone.
enum CellReading {
    /// A number that fits float32, and how it is spelled (BALLAST_NUMBER_… bits).
    case number(Double, UInt8)
    case missing
    /// nan or inf.
    case special
    /// A number beyond float32.
    case overflow
    case text
}

/// Reads single cells, the careful way. One per thread.
///
/// Spaces (not tabs) around a cell do not count; inside quotes they do, unless a number stands there.
final class CSVCellReader {
    private let missingTokens: [[UInt8]]
    private var unquoted = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256)

    init(missingTokens: [[UInt8]]) { self.missingTokens = missingTokens }

    deinit { unquoted.deallocate() }

    /// The cell without quotes and surrounding spaces. Valid until the next call.
    func content(of cell: ballast_csv_cell, in block: CSVBlock) -> UnsafeBufferPointer<UInt8> {
        let start = block.bytes + block.text.lowerBound + Int(cell.start)
        let whole = UnsafeBufferPointer(start: start, count: Int(cell.length))
        if let first = whole.first, first > UInt8(ascii: "\""), whole[whole.count - 1] > UInt8(ascii: " ") {
            return whole
        }
        let bytes = Self.trimmed(whole)
        guard bytes.count >= 2, bytes[0] == UInt8(ascii: "\"") else { return bytes }
        let inner = UnsafeBufferPointer(rebasing: bytes[1..<bytes.count - 1])
        return inner.contains(UInt8(ascii: "\"")) ? withoutDoubledQuotes(inner) : inner
    }

    private func withoutDoubledQuotes(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        if unquoted.count < bytes.count {
            unquoted.deallocate()
            unquoted = .allocate(capacity: bytes.count)
        }
        var count = 0
        var position = 0
        while position < bytes.count {
            unquoted[count] = bytes[position]
            count += 1
            position += bytes[position] == UInt8(ascii: "\"") ? 2 : 1
        }
        return UnsafeBufferPointer(rebasing: unquoted[..<count])
    }

    func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        missingTokens.contains { $0.count == bytes.count && $0.elementsEqual(bytes) }
    }

    func read(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReading {
        if isMissing(bytes) { return .missing }
        let bytes = Self.trimmed(bytes)
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return .text }
        var value = 0.0
        var flags: UInt32 = 0
        if ballast_number_parse(start, start + bytes.count, &value, &flags) {
            return Float(value).isFinite ? .number(value, UInt8(flags)) : .overflow
        }
        return Self.isSpecial(bytes) ? .special : .text
    }

    private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var (first, last) = (0, bytes.count)
        while first < last, bytes[first] == UInt8(ascii: " ") { first += 1 }
        while last > first, bytes[last - 1] == UInt8(ascii: " ") { last -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[first..<last])
    }

    /// nan, inf and infinity in any case, with or without a sign.
    private static func isSpecial(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count <= 9 else { return false }
        var word = String(decoding: bytes, as: UTF8.self).lowercased()
        if word.hasPrefix("-") || word.hasPrefix("+") { word.removeFirst() }
        return ["nan", "inf", "infinity"].contains(word)
    }
}
