package import HDF5
import Synchronization
import Zlib

/// How the chunks of each field are packed, and the encoders that do it.
///
/// Chosen once for a data set, from the first rows of its training part: byte shuffle helps continuous numbers and hurts
/// quantised ones. So every shard of every part has the same filters.
package final class ChunkEncoder: Sendable {
    /// Rows by which the filters are chosen: a chunk of the widest field, and more while they are cheap to make.
    package static func sampleRows(_ layout: ShardLayout) -> Int {
        max(layout.fields.map { $0.chunkRows(ofShardWith: .max) }.min() ?? 1, min(8192, (2 << 20) / layout.bytesPerRow))
    }

    package let compression: Int
    /// By field, in the layout's order.
    private let shuffles: [Bool]
    private let elementSizes: [Int]
    private let idle = Mutex<[Idle]>([])

    /// - Parameters:
    ///   - compression: 0 none, 1 fast … 9 smallest.
    ///   - first: the first rows of the data set.
    package init(compression: Int, layout: ShardLayout, first: ComposedRows) {
        self.compression = compression
        elementSizes = layout.fields.map(\.type.byteCount)
        shuffles = layout.fields.indices.map { index in
            compression > 0
                && Deflate.shuffleHelps(
                    UnsafeRawBufferPointer(first.buffers[index]), elementSize: layout.fields[index].type.byteCount,
                    level: compression)
        }
    }

    /// The filters that a reader has to undo.
    package func filters(ofField index: Int) -> [Filter] {
        compression == 0 ? [] : (shuffles[index] ? [.shuffle] : []) + [.deflate(level: compression)]
    }

    /// Packs the rows of one chunk of a field. A chunk at the edge is stored as large as all, `chunkBytes`; what lies
    /// beyond its last row is never read.
    package func encode(_ rows: UnsafeRawBufferPointer, ofField index: Int, chunkBytes: Int) throws -> [UInt8] {
        if rows.count == chunkBytes { return try encode(rows, ofField: index) }
        let chunk = Array(rows) + [UInt8](repeating: 0, count: chunkBytes - rows.count)
        return try chunk.withUnsafeBytes { try encode($0, ofField: index) }
    }

    private func encode(_ chunk: UnsafeRawBufferPointer, ofField index: Int) throws -> [UInt8] {
        guard compression > 0 else { return Array(chunk) }
        let deflate = try idle.withLock { $0.popLast() } ?? Idle(Deflate(level: compression))
        defer { idle.withLock { $0.append(deflate) } }
        var packed: [UInt8] = []
        try deflate.encoder.compress(
            chunk, elementSize: elementSizes[index], shuffle: shuffles[index], into: &packed)
        return packed
    }

    private struct Idle: @unchecked Sendable {
        // Sendable: whoever takes it off the list has it alone.
        let encoder: Deflate

        init(_ encoder: Deflate) { self.encoder = encoder }
    }
}
