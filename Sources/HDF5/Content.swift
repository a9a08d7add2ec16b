internal import CHDF5

/// What the elements of a data set are.
public enum Content: Equatable, Sendable {
    case numbers(NumberFormat)
    /// Strings of fixed or variable length.
    case strings
    /// Something that this package does not read, named in the words of the format: `compound`, `reference` …
    case unsupported(String)
}

/// How numbers lie in a file.
public struct NumberFormat: Equatable, Sendable {
    public enum ByteOrder: Equatable, Sendable { case little, big, other }

    /// The smallest type that holds every stored value; float64 for wider floats, which lose digits.
    public var type: NumberType
    public var byteOrder: ByteOrder
    /// Whether the stored bytes are those of `type` in memory, so that a mapped file can be used as it is.
    public var isNative: Bool
    /// Whether the numbers are an enumeration of FALSE = 0 and TRUE = 1, as h5py writes bool.
    public var isBool: Bool

    public init(type: NumberType, byteOrder: ByteOrder, isNative: Bool, isBool: Bool = false) {
        self.type = type
        self.byteOrder = byteOrder
        self.isNative = isNative
        self.isBool = isBool
    }
}

extension Content {
    /// What elements of the type `id` are.
    init(ofType id: hid_t, for operation: String) throws(HDF5Error) {
        let kind = H5T_class_t(try Library.call(operation) { H5Tget_class(id).rawValue })
        switch kind {
        case H5T_INTEGER: self = try Content(ofInteger: id, for: operation)
        case H5T_FLOAT: self = try Content(ofFloat: id, for: operation)
        case H5T_ENUM: self = try Content(ofEnumeration: id, for: operation)
        case H5T_STRING: self = .strings
        default: self = .unsupported(Content.name(of: kind))
        }
    }

    private static func name(of kind: H5T_class_t) -> String {
        switch kind {
        case H5T_TIME: "time"
        case H5T_BITFIELD: "bit field"
        case H5T_OPAQUE: "opaque"
        case H5T_COMPOUND: "compound"
        case H5T_REFERENCE: "reference"
        case H5T_VLEN: "variable-length sequence"
        case H5T_ARRAY: "array"
        default: "unknown type class \(kind.rawValue)"
        }
    }

    private init(ofInteger id: hid_t, for operation: String) throws(HDF5Error) {
        let isSigned = try Library.call(operation) { H5Tget_sign(id).rawValue } == H5T_SGN_2.rawValue
        let size = try Content.size(ofType: id, for: operation)
        let type: NumberType
        switch size {
        case 1: type = isSigned ? .int8 : .uint8
        case 2: type = isSigned ? .int16 : .uint16
        case 3...4: type = isSigned ? .int32 : .uint32
        case 5...8: type = isSigned ? .int64 : .uint64
        default:
            self = .unsupported("integer of \(size) bytes")
            return
        }
        self = .numbers(try NumberFormat(type, storedAs: id, for: operation))
    }

    private init(ofFloat id: hid_t, for operation: String) throws(HDF5Error) {
        let type: NumberType
        switch try Content.size(ofType: id, for: operation) {
        // Two bytes may also be bfloat16, whose range is that of float32.
        case 1...2: type = try Content.hasHalfPrecisionFields(id, for: operation) ? .float16 : .float32
        case 3...4: type = .float32
        default: type = .float64
        }
        self = .numbers(try NumberFormat(type, storedAs: id, for: operation))
    }

    private init(ofEnumeration id: hid_t, for operation: String) throws(HDF5Error) {
        let base = try Handle(.datatype, operation) { H5Tget_super(id) }
        let content = try Content(ofType: base.id, for: operation)
        guard case .numbers(var format) = content else {
            self = content
            return
        }
        format.isBool = Content.isBool(id, format)
        // Values are not negative, so unsigned bytes are the same bytes and nearer to what is meant.
        if format.isBool && format.type == .int8 { format.type = .uint8 }
        self = .numbers(format)
    }

    /// Whether FALSE and TRUE are the only members.
    private static func isBool(_ id: hid_t, _ format: NumberFormat) -> Bool {
        // The library writes one value of the enumeration's own size.
        guard format.type.byteCount == 1, let size = try? size(ofType: id, for: "look for the names of bool"), size == 1
        else { return false }
        var (no, yes): (UInt8, UInt8) = (1, 0)
        // A failure means that there is no member of the name, and leaves what stands here.
        _ = try? Library.call("look for the names of bool") {
            H5Tget_nmembers(id) == 2 ? min(H5Tenum_valueof(id, "FALSE", &no), H5Tenum_valueof(id, "TRUE", &yes)) : -1
        }
        return no == 0 && yes == 1
    }

    /// Whether a float has the parts of IEEE 754 binary16, in either byte order.
    private static func hasHalfPrecisionFields(_ id: hid_t, for operation: String) throws(HDF5Error) -> Bool {
        var (sign, exponentAt, exponentBits, fractionAt, fractionBits) = (0, 0, 0, 0, 0)
        try Library.call(operation) {
            H5Tget_fields(id, &sign, &exponentAt, &exponentBits, &fractionAt, &fractionBits)
        }
        return exponentBits == 5 && fractionBits == 10
    }

    /// Bytes of one element, at least 1.
    static func size(ofType id: hid_t, for operation: String) throws(HDF5Error) -> Int {
        // The library answers 0 when it fails.
        try Library.call(operation) { max(Int(clamping: H5Tget_size(id)), 0) - 1 } + 1
    }
}

extension NumberFormat {
    init(_ type: NumberType, storedAs id: hid_t, for operation: String) throws(HDF5Error) {
        self.type = type
        switch H5T_order_t(try Library.call(operation) { H5Tget_order(id).rawValue }) {
        case H5T_ORDER_LE: byteOrder = .little
        case H5T_ORDER_BE: byteOrder = .big
        default: byteOrder = .other
        }
        let memory = try type.makeMemoryType(for: operation)
        isNative = try Library.call(operation) { H5Tequal(id, memory.id) } > 0
        isBool = false
    }
}
