import Glibc

/// A file with a text in it, gone when the last reference is.
final class TextFile {
    let path: String

    convenience init(_ text: String) { self.init(Array(text.utf8)) }

    init(_ bytes: [UInt8]) {
        var template = Array("/tmp/ballast-reader-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        path = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            precondition(count > 0, "a temporary file can be written")
            rest = rest.dropFirst(count)
        }
        close(descriptor)
    }

    deinit { unlink(path) }
}
