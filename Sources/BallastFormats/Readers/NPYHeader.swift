/// The header of a NumPy array file, versions 1 to 3 (NEP 1).
package struct NPYHeader: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case bool, signed, unsigned, float
        /// Characters of one byte (`S`) or of four (`U`).
        case bytes, unicode
    }

    package var kind: Kind
    /// Bytes of one element.
    package var itemSize: Int
    package var isBigEndian: Bool
    package var isFortranOrder: Bool
    package var shape: [Int]
    /// Where the elements start.
    package var dataOffset: Int
    /// As NumPy writes it, for messages.
    package var descriptor: String

    package static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// Enough for any header of version 1.
    package static let longest = 1 << 20

    /// - Parameter bytes: the file from its start, up to ``longest`` bytes.
    /// - Throws: ``InputError`` when this is no header, or describes what is not read.
    package init(_ bytes: [UInt8], path: String) throws {
        guard bytes.starts(with: Self.magic) else {
            throw InputError(path, "is no NumPy array; the file should start with \\x93NUMPY")
        }
        guard bytes.count >= 12 else { throw InputError(path, "is cut short inside the header; copy it again") }
        let version = bytes[6]
        guard (1...3).contains(version) else {
            throw InputError(path, "has NPY version \(version).\(bytes[7]); versions 1 to 3 are known")
        }
        let (length, start) =
            version == 1
            ? (Int(bytes[8]) | Int(bytes[9]) << 8, 10)
            : (Int(bytes[8]) | Int(bytes[9]) << 8 | Int(bytes[10]) << 16 | Int(bytes[11]) << 24, 12)
        guard length <= Self.longest - 12 else {
            throw InputError(path, "has a header of \(length) bytes; structured arrays are not read")
        }
        guard bytes.count >= start + length else {
            throw InputError(path, "is cut short inside the header; copy it again")
        }
        dataOffset = start + length
        var parser = PythonDictionary(text: String(decoding: bytes[start..<start + length], as: UTF8.self))
        guard let entries = parser.parse() else {
            throw InputError(
                path, "has a header that is no dictionary of 'descr', 'fortran_order' and 'shape'; save the array again"
            )
        }
        guard case .text(let descriptor)? = entries["descr"] else {
            throw InputError(path, "has a structured element type; save each field as an array of its own")
        }
        guard case .truth(let isFortranOrder)? = entries["fortran_order"], case .tuple(let shape)? = entries["shape"]
        else { throw InputError(path, "has a header without 'fortran_order' or 'shape'; save the array again") }
        (self.descriptor, self.isFortranOrder, self.shape) = (descriptor, isFortranOrder, shape)
        (kind, itemSize, isBigEndian) = try Self.elementType(descriptor, path: path)
        try checkShape(path)
    }

    private static func elementType(_ descriptor: String, path: String) throws -> (Kind, Int, Bool) {
        let unknown = InputError(
            path, "has elements of type '\(descriptor)'; save it as bool, an integer, float16, float32 or float64")
        let letters = Array(descriptor)
        guard letters.count >= 3, "<>|=".contains(letters[0]), let count = Int(String(letters[2...])), count >= 0 else {
            if descriptor.contains("O") {
                throw InputError(path, "holds Python objects; save it as an array of numbers or fixed-length strings")
            }
            throw unknown
        }
        let isBigEndian = letters[0] == ">"
        switch (letters[1], count) {
        case ("b", 1): return (.bool, 1, false)
        case ("i", 1), ("i", 2), ("i", 4), ("i", 8): return (.signed, count, isBigEndian)
        case ("u", 1), ("u", 2), ("u", 4), ("u", 8): return (.unsigned, count, isBigEndian)
        case ("f", 2), ("f", 4), ("f", 8): return (.float, count, isBigEndian)
        case ("S", 1...65_536): return (.bytes, count, false)
        case ("U", 1...65_536): return (.unicode, count * 4, isBigEndian)
        default:
            if letters[1] == "O" {
                throw InputError(path, "holds Python objects; save it as an array of numbers or fixed-length strings")
            }
            throw unknown
        }
    }

    private func checkShape(_ path: String) throws {
        if let extent = shape.first(where: { $0 < 0 }) {
            throw InputError(path, "has a negative extent \(extent) in its shape \(shape); the header is damaged")
        }
        if shape.isEmpty { throw InputError(path, "is a single value; an array of rows has at least one axis") }
        if shape[0] == 0 { throw InputError(path, "has no rows: shape \(shape); save at least one row") }
        if shape.contains(0) {
            throw InputError(path, "has rows without elements: shape \(shape); save at least one element per row")
        }
        if byteCount == nil {
            throw InputError(path, "has a shape \(shape) that no file can hold; the header is damaged")
        }
    }

    /// Bytes of all elements; nil if that does not fit an integer.
    package var byteCount: Int? {
        var total = itemSize
        for extent in shape {
            let (product, overflow) = total.multipliedReportingOverflow(by: extent)
            if overflow { return nil }
            total = product
        }
        return total
    }

    /// - Throws: ``InputError`` when the file is shorter or longer than its header says.
    package func checkSize(_ size: Int, path: String) throws {
        guard let byteCount else { return }
        let available = size - dataOffset
        if available < byteCount {
            throw InputError(
                path, "is cut short: shape \(shape) of '\(descriptor)' needs \(byteCount) bytes, there are \(available)"
            )
        }
        if available > byteCount {
            throw InputError(
                path,
                "is \(available - byteCount) bytes longer than shape \(shape) of '\(descriptor)' needs; save one array per file"
            )
        }
    }
}
