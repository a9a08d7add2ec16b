internal import CHDF5

/// A type of numbers, in memory as this machine holds them, in files as described by ``NumberFormat``.
public enum NumberType: String, CaseIterable, Sendable {
    case float16, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64

    public var byteCount: Int {
        switch self {
        case .int8, .uint8: 1
        case .float16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64: 8
        }
    }

    public var isInteger: Bool {
        switch self {
        case .float16, .float32, .float64: false
        default: true
        }
    }

    /// The type as memory holds it, for reading into and writing from buffers.
    func makeMemoryType(for operation: String) throws(HDF5Error) -> Handle {
        try Handle(.datatype, operation) {
            switch self {
            // Built from a little-endian type, as are all machines that this runs on.
            case .float16: h5_make_float16()
            case .float32: H5Tcopy(h5_native_float())
            case .float64: H5Tcopy(h5_native_double())
            case .int8: H5Tcopy(h5_native_int8())
            case .int16: H5Tcopy(h5_native_int16())
            case .int32: H5Tcopy(h5_native_int32())
            case .int64: H5Tcopy(h5_native_int64())
            case .uint8: H5Tcopy(h5_native_uint8())
            case .uint16: H5Tcopy(h5_native_uint16())
            case .uint32: H5Tcopy(h5_native_uint32())
            case .uint64: H5Tcopy(h5_native_uint64())
            }
        }
    }

    /// The type as files hold it: little endian.
    func makeFileType(for operation: String) throws(HDF5Error) -> Handle {
        try Handle(.datatype, operation) {
            switch self {
            case .float16: h5_make_float16()
            case .float32: H5Tcopy(h5_little_float())
            case .float64: H5Tcopy(h5_little_double())
            case .int8: H5Tcopy(h5_little_int8())
            case .int16: H5Tcopy(h5_little_int16())
            case .int32: H5Tcopy(h5_little_int32())
            case .int64: H5Tcopy(h5_little_int64())
            case .uint8: H5Tcopy(h5_little_uint8())
            case .uint16: H5Tcopy(h5_little_uint16())
            case .uint32: H5Tcopy(h5_little_uint32())
            case .uint64: H5Tcopy(h5_little_uint64())
            }
        }
    }
}

/// A Swift number whose arrays can be read from and written to data sets.
public protocol Number: BitwiseCopyable, Sendable, AdditiveArithmetic {
    static var numberType: NumberType { get }
}

// Swift has no half-precision type on Intel Macs.
#if !(os(macOS) && arch(x86_64))
    extension Float16: Number { public static var numberType: NumberType { .float16 } }
#endif
extension Float: Number { public static var numberType: NumberType { .float32 } }
extension Double: Number { public static var numberType: NumberType { .float64 } }
extension Int8: Number { public static var numberType: NumberType { .int8 } }
extension Int16: Number { public static var numberType: NumberType { .int16 } }
extension Int32: Number { public static var numberType: NumberType { .int32 } }
extension Int64: Number { public static var numberType: NumberType { .int64 } }
extension UInt8: Number { public static var numberType: NumberType { .uint8 } }
extension UInt16: Number { public static var numberType: NumberType { .uint16 } }
extension UInt32: Number { public static var numberType: NumberType { .uint32 } }
extension UInt64: Number { public static var numberType: NumberType { .uint64 } }
