internal import Crypto

/// SHA-256 of bytes as they come by.
final class FileHash {
    private var state = SHA256()

    func update(_ bytes: UnsafeRawBufferPointer) { state.update(bufferPointer: bytes) }

    /// The digest of all bytes so far, lower-case hexadecimal.
    var hexadecimal: String {
        var text = ""
        for byte in state.finalize() {
            text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
        }
        return text
    }
}
