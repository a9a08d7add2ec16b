import HDF5

/// The content digest of a shard, computed again from its values.
package final class ShardDigest {
    private let fields: [ContentDigest]

    /// - Parameter rows: of the whole shard.
    package init(_ layout: ShardLayout, rows: Int) {
        fields = layout.fields.map { field in
            let digest = ContentDigest()
            digest.update("\(field.name) \(field.type.rawValue) \([rows] + field.rowShape)\n")
            return digest
        }
    }

    /// Adds the next rows, in order.
    package func update(_ rows: ShardRows) {
        for (index, digest) in fields.enumerated() { digest.update(rows.bytes(ofField: index)) }
    }

    /// Of everything added so far.
    package var hexadecimal: String {
        let digest = ContentDigest()
        for field in fields { digest.update(field.hexadecimal) }
        return digest.hexadecimal
    }
}
