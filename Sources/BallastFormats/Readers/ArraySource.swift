internal import BallastCore

/// Elements of one array input in memory or mapped: their type, how they lie, and where.
struct ArraySource: Sendable {
    var path: String
    var kind: NPYHeader.Kind
    var itemSize: Int
    var isBigEndian: Bool
    var isFortranOrder: Bool
    var shape: [Int]
    var region: Region
    var byteOffset: Int
    /// The number of the first row, where this is a part of a larger array: for messages.
    var firstRow = 0

    var rows: Int { shape[0] }
    var rowShape: [Int] { shape.count == 1 ? [1] : Array(shape.dropFirst()) }
    var width: Int { shape.dropFirst().reduce(1, *) }
    var start: UnsafeRawPointer { UnsafeRawPointer(region.start + byteOffset) }

    /// The element type of rows made of it; nil for strings. Floats become float32, truth values uint8.
    var elementType: ElementType? {
        switch (kind, itemSize) {
        case (.bool, _), (.unsigned, 1): .uint8
        case (.float, _): .float32
        case (.signed, 1): .int8
        case (.signed, 2): .int16
        case (.signed, 4): .int32
        case (.signed, _): .int64
        case (.unsigned, 2): .uint16
        case (.unsigned, 4): .uint32
        case (.unsigned, _): .uint64
        case (.bytes, _), (.unicode, _): nil
        }
    }

    /// Whether elements are stored as rows hold them. A truth value may be any byte, so those are not.
    func hasElementsOf(_ type: ElementType) -> Bool {
        kind != .bool && type == elementType && type.byteCount == itemSize && (!isBigEndian || itemSize == 1)
    }

    /// The same array once its elements have become rows of `type` in `region`.
    func converted(to type: ElementType, in region: Region) -> ArraySource {
        ArraySource(
            path: path, kind: type == .float32 ? .float : kind == .signed ? .signed : .unsigned,
            itemSize: type.byteCount, isBigEndian: false, isFortranOrder: false, shape: shape, region: region,
            byteOffset: 0)
    }

    /// Whether rows can be used where they lie.
    var liesInPlace: Bool {
        guard let elementType, hasElementsOf(elementType) else { return false }
        return byteOffset % itemSize == 0
            && (!isFortranOrder || shape.dropFirst().allSatisfy { $0 == 1 } || rows == 1 && shape.count <= 2)
    }

    /// What an element of a row is called in messages.
    func placeName(_ element: Int) -> String { shape.count <= 2 ? "column \(element)" : "element \(element)" }

    /// Elements from one row to the next.
    var rowStride: Int { isFortranOrder ? 1 : width }

    /// For each element of a row in C order, where it lies from the row's first, in elements.
    var elementOffsets: [Int] {
        guard isFortranOrder else { return Array(0..<width) }
        var strides = [Int](repeating: rows, count: shape.count)
        for axis in shape.indices.dropFirst(2) { strides[axis] = strides[axis - 1] * shape[axis - 1] }
        return (0..<width).map { element in
            var (rest, offset) = (element, 0)
            for axis in shape.indices.dropFirst().reversed() {
                offset += rest % shape[axis] * strides[axis]
                rest /= shape[axis]
            }
            return offset
        }
    }
}
