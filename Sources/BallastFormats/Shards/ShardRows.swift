import HDF5

/// The values of some rows of a shard, one buffer per field of its layout.
package final class ShardRows: @unchecked Sendable {
    // Sendable: filled before it is shared, then only read.
    /// Counted in the shard.
    package let range: Range<Int>
    package let layout: ShardLayout
    let buffers: [UnsafeMutableRawBufferPointer]

    init(_ range: Range<Int>, _ layout: ShardLayout) {
        self.range = range
        self.layout = layout
        buffers = layout.fields.map {
            .allocate(byteCount: range.count * $0.bytesPerRow, alignment: 64)
        }
    }

    deinit { for buffer in buffers { buffer.deallocate() } }

    package var count: Int { range.count }

    /// The bytes of field `index` of the layout.
    package func bytes(ofField index: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(buffers[index]) }

    /// The values of a field in C order; empty where the layout has no such field. `Value` must be the field's type.
    package func values<Value: BitwiseCopyable>(
        _ content: ShardLayout.Content, as type: Value.Type = Value.self
    ) -> UnsafeBufferPointer<Value> {
        guard let index = layout.fields.firstIndex(where: { $0.content == content }) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        precondition(layout.fields[index].type.byteCount == MemoryLayout<Value>.size)
        return bytes(ofField: index).bindMemory(to: type)
    }
}
