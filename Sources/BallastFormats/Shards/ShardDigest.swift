import HDF5

/// The content digest of a shard, computed again from its values.
package final class ShardDigest {
    private let fields: [ContentDigest]

    /// - Parameter rows: of the whole shard.
    package init(_ layout: ShardLayout, rows: Int) {
        fields = layout.fields.map { ContentDigest(of: $0, rows: rows) }
    }

    /// Adds the next rows, in order.
    package func update(_ rows: ShardRows) {
        for (index, digest) in fields.enumerated() { digest.update(rows.bytes(ofField: index)) }
    }

    /// Of everything added so far.
    package var hexadecimal: String { ContentDigest.ofShard(fields.map(\.hexadecimal)) }
}
