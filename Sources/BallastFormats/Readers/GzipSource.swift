internal import Zlib

/// The text inside a gzip stream, unpacked as it is asked for: in the pipeline's loading turn, while other threads parse.
///
/// Unpacking is what everybody waits for, so the compressed bytes are handed on and hashed by whoever has time.
final class GzipSource: ByteSource {
    private let source: any ByteSource
    private let path: String
    private let inflate = Inflate(format: .gzip)
    private static let packedSize = 1 << 18
    private var packed: [UInt8] = []
    /// Of `packed`, not yet unpacked.
    private var rest = 0..<0
    private var unhashed: [[UInt8]] = []
    private var hasEnded = false
    /// Bytes taken from the compressed stream so far.
    private(set) var consumed = 0

    init(_ source: any ByteSource, path: String) {
        self.source = source
        self.path = path
    }

    func takePacked() -> [[UInt8]]? {
        defer { unhashed = [] }
        return unhashed
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        do {
            while true {
                // Output may be pending although all input is taken, so the stream is asked first.
                let step = try packed.withUnsafeBytes {
                    try inflate.inflate(from: UnsafeRawBufferPointer(rebasing: $0[rest]), into: buffer)
                }
                rest = rest.dropFirst(step.consumed)
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
        packed = try [UInt8](unsafeUninitializedCapacity: Self.packedSize) { room, count in
            count = try source.read(into: UnsafeMutableRawBufferPointer(room))
        }
        rest = packed.indices
        if packed.isEmpty {
            hasEnded = true
            try inflate.finish()
        } else {
            unhashed.append(packed)
        }
        return !hasEnded
    }
}
