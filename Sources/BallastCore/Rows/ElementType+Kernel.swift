internal import CKernels

extension ElementType {
    /// The kernels' name of this type.
    var kernelElement: row_element {
        switch self {
        case .float32: row_float32
        case .uint8: row_uint8
        case .int8: row_int8
        case .uint16: row_uint16
        case .int16: row_int16
        case .uint32: row_uint32
        case .int32: row_int32
        case .uint64: row_uint64
        case .int64: row_int64
        }
    }
}
