internal import CKernels

/// Cuts bytes that are coded as literals where their distribution changes, as between the channels of an image.
struct LiteralCutter: ~Copyable {
    /// A block that has grown to `steadySize` without a cut goes on in larger pieces.
    private static let pieceSize = 1 << 12
    private static let steadySize = 1 << 14
    /// Bits of a block's header, about: a cut must save more.
    private static let headerBits: UInt64 = 900

    /// Counts of the block so far, of the next piece, and of both.
    private let counts = UnsafeMutablePointer<UInt32>.allocate(capacity: 3 * 256)
    private let kernels: UnsafePointer<ballast_deflate_kernels>

    init(_ kernels: UnsafePointer<ballast_deflate_kernels>) { self.kernels = kernels }

    deinit { counts.deallocate() }

    /// Calls `body` with each block of `part` in order and the counts of its 256 byte values.
    func cut(
        _ chunk: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, _ body: (Range<Int>, UnsafePointer<UInt32>) -> Void
    ) {
        guard let base = chunk.baseAddress else { return }
        let (block, piece, both) = (counts, counts + 256, counts + 512)
        block.update(repeating: 0, count: 256)
        var blockBits: UInt64 = 0
        var start = part.lowerBound
        var at = part.lowerBound
        while at < part.upperBound {
            let size = at - start < Self.steadySize ? Self.pieceSize : Self.steadySize
            let end = min(at + size, part.upperBound)
            piece.update(repeating: 0, count: 256)
            kernels.pointee.histogram(base + at, end - at, piece)
            for value in 0..<256 { both[value] = block[value] &+ piece[value] }
            let bothBits = kernels.pointee.entropy(both, 256)
            let pieceBits = kernels.pointee.entropy(piece, 256)
            if at > start && bothBits > blockBits + pieceBits + Self.headerBits {
                body(start..<at, block)
                start = at
                block.update(from: piece, count: 256)
                blockBits = pieceBits
            } else {
                block.update(from: both, count: 256)
                blockBits = bothBits
            }
            at = end
        }
        body(start..<part.upperBound, block)
    }
}
