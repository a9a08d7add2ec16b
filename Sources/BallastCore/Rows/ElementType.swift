/// The number type of the rows of one data set. Every row of a data set has the same one.
public enum ElementType: String, CaseIterable, Codable, Sendable {
    case float32, uint8, int8, uint16, int16, uint32, int32, uint64, int64

    /// Bytes of one number.
    public var byteCount: Int {
        switch self {
        case .uint8, .int8: 1
        case .uint16, .int16: 2
        case .float32, .uint32, .int32: 4
        case .uint64, .int64: 8
        }
    }

    /// Whether it holds whole numbers only.
    public var isInteger: Bool { self != .float32 }

    /// Calls `body` with the Swift type, so that one generic function serves every element type.
    @inlinable public func withSwiftType<Result>(_ body: (any RowElement.Type) throws -> Result) rethrows -> Result {
        switch self {
        case .float32: try body(Float.self)
        case .uint8: try body(UInt8.self)
        case .int8: try body(Int8.self)
        case .uint16: try body(UInt16.self)
        case .int16: try body(Int16.self)
        case .uint32: try body(UInt32.self)
        case .int32: try body(Int32.self)
        case .uint64: try body(UInt64.self)
        case .int64: try body(Int64.self)
        }
    }
}

/// A number that rows are made of. Arithmetic happens in `Double` (algorithms of the field, IEEE float64); `Double` to
/// element rounds to nearest, ties to even.
public protocol RowElement: BitwiseCopyable, Sendable, Comparable {
    static var elementType: ElementType { get }
    /// The value in float64; integers beyond ±2⁵³ lose digits.
    var double: Double { get }
    /// Rounds to the nearest element. For integers the value is first clipped to the type's range.
    init(rounding value: Double)
}

extension Float: RowElement {
    public static var elementType: ElementType { .float32 }
    @inlinable public var double: Double { Double(self) }
    @inlinable public init(rounding value: Double) { self = Float(value) }
}

extension RowElement where Self: FixedWidthInteger {
    @inlinable public var double: Double { Double(self) }

    @inlinable public init(rounding value: Double) {
        let rounded = value.rounded(.toNearestOrEven)
        // Double(Self.max) may round up to a power of two that the type does not hold, so compare before converting.
        if rounded >= Double(Self.max) {
            self = .max
        } else if rounded <= Double(Self.min) {
            self = .min
        } else {
            self = Self(rounded)
        }
    }
}

extension UInt8: RowElement { public static var elementType: ElementType { .uint8 } }
extension Int8: RowElement { public static var elementType: ElementType { .int8 } }
extension UInt16: RowElement { public static var elementType: ElementType { .uint16 } }
extension Int16: RowElement { public static var elementType: ElementType { .int16 } }
extension UInt32: RowElement { public static var elementType: ElementType { .uint32 } }
extension Int32: RowElement { public static var elementType: ElementType { .int32 } }
extension UInt64: RowElement { public static var elementType: ElementType { .uint64 } }
extension Int64: RowElement { public static var elementType: ElementType { .int64 } }
