/// What a finished shard holds, as the manifest lists it.
package struct ShardSummary: Codable, Equatable, Sendable {
    package var name: String
    package var rows: Int
    package var bytes: Int
    /// Of the file, lower-case hexadecimal.
    package var sha256: String
    /// Of the values, whatever the compression.
    package var contentDigest: String
    /// Rows by hard label.
    package var classCounts: [Int]
    /// Added rows.
    package var synthetic: Int
    /// Stored soft labels added per class in row order.
    package var softMass: [Double]
}
