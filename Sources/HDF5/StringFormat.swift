internal import CHDF5

/// How strings lie in a data set or attribute, and how they become Swift's.
struct StringFormat: Sendable {
    enum Length: Equatable, Sendable {
        /// Bytes per string; shorter ones are filled up as ``padding`` says.
        case fixed(Int)
        case variable
    }

    enum Padding: Equatable, Sendable { case nullTerminated, nullPadded, spacePadded }

    let length: Length
    let padding: Padding

    /// - Parameter type: a string type.
    init(ofType type: hid_t, for operation: String) throws(HDF5Error) {
        if try Library.call(operation, { H5Tis_variable_str(type) }) > 0 {
            length = .variable
        } else {
            length = .fixed(try Content.size(ofType: type, for: operation))
        }
        switch H5T_str_t(try Library.call(operation) { H5Tget_strpad(type).rawValue }) {
        case H5T_STR_NULLPAD: padding = .nullPadded
        case H5T_STR_SPACEPAD: padding = .spacePadded
        default: padding = .nullTerminated
        }
    }

    /// Reads `count` strings.
    ///
    /// - Parameters:
    ///   - type: the stored type. It serves as the type in memory too, for the library converts strings between
    ///     character sets only by refusing.
    ///   - space: the extents of what `read` brings, for giving variable-length strings back.
    ///   - read: calls the library to fill a buffer.
    func strings(
        _ count: Int, type: hid_t, space: hid_t, for operation: String,
        _ read: (UnsafeMutableRawPointer) -> herr_t
    ) throws(HDF5Error) -> [String] {
        switch length {
        case .fixed(let size):
            var bytes = [UInt8](repeating: 0, count: try [count, size].product(for: operation))
            try Library.call(operation) { read(&bytes) }
            return try (0..<count).map { index throws(HDF5Error) in
                try decode(trim(bytes[index * size..<(index + 1) * size]), index, operation)
            }
        case .variable:
            var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
            var values: [[UInt8]] = []
            try Library.call(operation) {
                let code = read(&pointers)
                // After a failure nothing says which of the pointers are good, so they are left alone.
                if code < 0 { return code }
                // An empty string may be no pointer at all. The copies are made before the library takes its own back.
                values = pointers.map { start in start.map { Array(UnsafeBufferPointer(cString: $0)) } ?? [] }
                return H5Dvlen_reclaim(type, space, hid_t(H5P_DEFAULT), &pointers)
            }
            return try values.enumerated().map { item throws(HDF5Error) in
                try decode(item.element[...], item.offset, operation)
            }
        }
    }

    private func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        switch padding {
        case .nullTerminated: return bytes.prefix { $0 != 0 }
        case .nullPadded: return bytes.prefix(upTo: (bytes.lastIndex { $0 != 0 } ?? bytes.startIndex - 1) + 1)
        case .spacePadded: return bytes.prefix(upTo: (bytes.lastIndex { $0 != 0x20 } ?? bytes.startIndex - 1) + 1)
        }
    }

    /// ASCII and UTF-8 are read alike. Other bytes are refused: repaired, two different labels could become one.
    private func decode(_ bytes: ArraySlice<UInt8>, _ index: Int, _ operation: String) throws(HDF5Error) -> String {
        guard let string = String(validating: bytes, as: UTF8.self) else {
            let problem = "string \(index) is not UTF-8; store it as UTF-8 or ASCII"
            throw HDF5Error(.unsupported, operation: operation, problem: problem)
        }
        return string
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes of a C string without the zero at its end.
    fileprivate init(cString start: UnsafePointer<CChar>) {
        var count = 0
        while start[count] != 0 { count += 1 }
        let bytes = UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self)
        self.init(start: bytes, count: count)
    }
}
