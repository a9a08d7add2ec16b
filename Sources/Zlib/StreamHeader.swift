internal import CZlib

/// The header of a gzip member (RFC 1952, 2.3) or of a zlib stream (RFC 1950, 2.2), read byte by byte.
///
/// igzip has a header reader of its own, but it forgets the flags of a gzip header that is cut by a block border.
struct StreamHeader {
    private enum Field {
        case fixed, extraLength, extra, name, comment, checksum, complete
    }

    private static let magic: [UInt8] = [0x1f, 0x8b]
    private static let deflateMethod: UInt8 = 8

    private let format: Inflate.Format
    private var field = Field.fixed
    private var bytes: [UInt8] = []
    private var flags: UInt8 = 0
    private var skip = 0
    private var crc: uLong = 0

    init(format: Inflate.Format) { self.format = format }

    var isComplete: Bool { field == .complete }

    /// Takes the header's bytes from the front of `input`; the count taken.
    mutating func take(_ input: Slice<UnsafeRawBufferPointer>) throws(ZlibError) -> Int {
        var taken = 0
        for byte in input {
            if isComplete { break }
            taken += 1
            bytes.append(byte)
            switch format {
            case .gzip: try takeGzip(byte)
            case .zlib: try takeZlib()
            }
        }
        return taken
    }

    private mutating func takeZlib() throws(ZlibError) {
        guard bytes.count == 2 else { return }
        guard (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0 else {
            throw ZlibError(.corrupt, "the input has no valid zlib header")
        }
        guard bytes[0] & 0x0f == Self.deflateMethod else { throw Self.otherMethod("zlib") }
        guard bytes[1] & 0x20 == 0 else {
            throw ZlibError(
                .unsupported, "the zlib stream needs a preset dictionary; only streams without one can be read")
        }
        field = .complete
    }

    private mutating func takeGzip(_ byte: UInt8) throws(ZlibError) {
        switch field {
        case .fixed:
            try takeFixed()
        case .extraLength where bytes.count == 2:
            skip = Int(bytes[0]) | Int(bytes[1]) << 8
            next(skip == 0 ? .name : .extra)
        case .extra where bytes.count == skip: next(.name)
        case .name where byte == 0: next(.comment)
        case .comment where byte == 0: next(.checksum)
        case .checksum where bytes.count == 2:
            guard Int(bytes[0]) | Int(bytes[1]) << 8 == Int(crc & 0xffff) else {
                throw ZlibError(.checksum, "the gzip header's checksum differs from that of its content")
            }
            field = .complete
        case .name, .comment:
            // Names may be long; their content is only summed.
            sum()
        default: break
        }
    }

    private mutating func takeFixed() throws(ZlibError) {
        let count = bytes.count
        guard count > 2 || bytes[count - 1] == Self.magic[count - 1] else {
            throw ZlibError(.corrupt, "the input has no valid gzip header")
        }
        guard count != 3 || bytes[2] == Self.deflateMethod else { throw Self.otherMethod("gzip") }
        guard count == 10 else { return }
        flags = bytes[3]
        guard flags & 0xe0 == 0 else {
            throw ZlibError(.unsupported, "the gzip header sets flags that are reserved; they must be 0")
        }
        next(.extraLength)
    }

    /// Goes on to `wanted`, or to the first field after it that the flags announce.
    private mutating func next(_ wanted: Field) {
        sum()
        switch wanted {
        case .extraLength: field = flags & 0x04 != 0 ? .extraLength : .name
        default: field = wanted
        }
        if field == .name && flags & 0x08 == 0 { field = .comment }
        if field == .comment && flags & 0x10 == 0 { field = .checksum }
        if field == .checksum && flags & 0x02 == 0 { field = .complete }
    }

    private mutating func sum() {
        crc = crc32(crc, bytes, uInt(bytes.count))
        bytes.removeAll(keepingCapacity: true)
    }

    private static func otherMethod(_ name: String) -> ZlibError {
        ZlibError(.unsupported, "the \(name) header names a method that is not deflate; only deflate can be read")
    }
}
