internal import Zlib

/// The text inside a gzip stream, unpacked as it is asked for: in the pipeline's loading turn, while other threads parse.
///
/// The digest is that of the compressed bytes, taken as they are read.
final class GzipSource: ByteSource {
    private let source: any ByteSource
    private let path: String
    private let inflate = Inflate(format: .gzip)
    private let hash = FileHash()
    private let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    private var rest = UnsafeRawBufferPointer(start: nil, count: 0)
    private var hasEnded = false
    /// Bytes taken from the compressed stream so far.
    private(set) var consumed = 0

    init(_ source: any ByteSource, path: String) {
        self.source = source
        self.path = path
    }

    deinit { packed.deallocate() }

    var ownHash: FileHash? { hash }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        do {
            while true {
                // Output may be pending although all input is taken, so the stream is asked first.
                let step = try inflate.inflate(from: rest, into: buffer)
                rest = UnsafeRawBufferPointer(rebasing: rest[step.consumed...])
                consumed += step.consumed
                if step.produced > 0 { return step.produced }
                if rest.isEmpty, try !readMore() { return 0 }
            }
        } catch let error as ZlibError {
            throw InputError(path, "\(error)")
        }
    }

    /// Fills the buffer of compressed bytes; false, and the stream verified as whole, at the end.
    private func readMore() throws -> Bool {
        if hasEnded { return false }
        let count = try source.read(into: packed)
        hash.update(UnsafeRawBufferPointer(rebasing: packed[..<count]))
        rest = UnsafeRawBufferPointer(rebasing: packed[..<count])
        if count == 0 {
            hasEnded = true
            try inflate.finish()
        }
        return count > 0
    }
}
