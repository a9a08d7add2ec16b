import Glibc

/// SHA-256 of files.
package enum FileDigest {
    /// Stays in the cache between being read and being hashed.
    private static let blockBytes = 1 << 18

    /// Of all bytes of the file, lower-case hexadecimal.
    package static func sha256(ofFile path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystemError("open '\(path)'") }
        defer { close(descriptor) }
        let hash = FileHash()
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockBytes, alignment: 4096)
        defer { block.deallocate() }
        while true {
            let count = read(descriptor, block.baseAddress, block.count)
            if count == 0 { return hash.hexadecimal }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileSystemError("read '\(path)'")
            }
            hash.update(UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
    }

    /// Of a text's UTF-8 bytes.
    package static func sha256(of text: String) -> String {
        let hash = FileHash()
        Array(text.utf8).withUnsafeBytes { hash.update($0) }
        return hash.hexadecimal
    }
}
