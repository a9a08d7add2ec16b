import CXXHash
import HDF5

/// XXH3-128 of values as they come, whatever the compression, library or CPU.
package final class ContentDigest: @unchecked Sendable {
    // Sendable: one thread at a time feeds it.
    private let state: OpaquePointer

    package init() {
        guard let state = XXH3_createState() else { preconditionFailure("out of memory") }
        self.state = state
        XXH3_128bits_reset(state)
    }

    /// Of the data set of a shard of `rows` rows, whose values are still to come: name, type and shape.
    convenience init(of field: ShardLayout.Field, rows: Int) {
        self.init()
        update("\(field.name) \(field.type.rawValue) \([rows] + field.rowShape)\n")
    }

    /// The digest of a shard, of those of its data sets in the layout's order.
    static func ofShard(_ fields: [String]) -> String {
        let digest = ContentDigest()
        for field in fields { digest.update(field) }
        return digest.hexadecimal
    }

    deinit { XXH3_freeState(state) }

    package func update(_ bytes: UnsafeRawBufferPointer) { XXH3_128bits_update(state, bytes.baseAddress, bytes.count) }

    package func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// 32 lower-case hexadecimal digits.
    package var hexadecimal: String {
        let digest = XXH3_128bits_digest(state)
        return hex(digest.high64) + hex(digest.low64)
    }

    private func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
