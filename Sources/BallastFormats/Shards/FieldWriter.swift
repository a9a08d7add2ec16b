import HDF5

/// One field of a shard being written: rows come in runs of any length and leave as whole chunks.
final class FieldWriter {
    private let field: ShardLayout.Field
    private let index: Int
    private let encoder: ChunkEncoder
    private let chunkBytes: Int
    private let chunkRows: Int
    private var dataset: Dataset?
    private let digest: ContentDigest
    /// Rows that do not fill a chunk yet.
    private var pending: [UInt8] = []
    private var chunksWritten = 0

    init(field index: Int, of layout: ShardLayout, rows: Int, in file: borrowing File, encoder: ChunkEncoder) throws {
        let field = layout.fields[index]
        self.field = field
        self.index = index
        self.encoder = encoder
        chunkRows = field.chunkRows(ofShardWith: rows)
        chunkBytes = chunkRows * field.bytesPerRow
        dataset = try file.createDataset(
            field.name, type: field.type, shape: [rows] + field.rowShape, chunkShape: [chunkRows] + field.rowShape,
            filters: encoder.filters(ofField: index))
        digest = ContentDigest(of: field, rows: rows)
    }

    /// Adds rows.
    func append(_ rows: UnsafeRawBufferPointer) throws {
        digest.update(rows)
        var rest = rows[...]
        while !rest.isEmpty {
            let taken = rest.prefix(chunkBytes - pending.count)
            pending.append(contentsOf: taken)
            rest = rest.dropFirst(taken.count)
            if pending.count == chunkBytes { try flush() }
        }
    }

    /// Adds rows whose chunks are packed already: the run starts and ends at a chunk's edge, or at the end of the shard.
    func append(_ rows: UnsafeRawBufferPointer, packed: [[UInt8]]) throws {
        digest.update(rows)
        for chunk in packed { try write(chunk) }
    }

    /// Writes what is left, closes the data set and returns the digest of name, type, shape and values.
    func finish() throws -> String {
        if !pending.isEmpty { try flush() }
        try dataset.take()?.close()
        return digest.hexadecimal
    }

    private func flush() throws {
        let packed = try pending.withUnsafeBytes { try encoder.encode($0, ofField: index, chunkBytes: chunkBytes) }
        pending.removeAll(keepingCapacity: true)
        try write(packed)
    }

    private func write(_ packed: [UInt8]) throws {
        let offset = [chunksWritten * chunkRows] + field.rowShape.map { _ in 0 }
        try dataset?.writeChunk(packed, at: offset)
        chunksWritten += 1
    }
}
