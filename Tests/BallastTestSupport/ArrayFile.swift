/// NumPy arrays as files hold them.
public enum ArrayFile {
    /// - Parameters:
    ///   - type: such as `<f4`.
    ///   - shape: such as `3, 4`.
    ///   - values: the bytes of all elements.
    public static func bytes(_ type: String, _ shape: String, _ values: [UInt8]) -> [UInt8] {
        let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }"
        let padding = 64 - (11 + text.utf8.count) % 64
        let header = Array((text + String(repeating: " ", count: padding % 64) + "\n").utf8)
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header
            + values
    }

    /// The same of little-endian float32.
    public static func bytes(_ shape: String, floats: [Float]) -> [UInt8] {
        bytes("<f4", shape, floats.flatMap { value in (0..<4).map { UInt8(value.bitPattern >> (8 * $0) & 255) } })
    }
}
