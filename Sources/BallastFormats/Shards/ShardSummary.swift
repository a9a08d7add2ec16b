/// What a finished shard holds, as the manifest lists it.
public struct ShardSummary: Codable, Equatable, Sendable {
    public var name: String
    public var rows: Int
    public var bytes: Int
    /// Of the file, lower-case hexadecimal.
    public var sha256: String
    /// Of the values, whatever the compression.
    public var contentDigest: String
    /// Rows by hard label.
    public var classCounts: [Int]
    /// Added rows.
    public var synthetic: Int
    /// Stored soft labels added per class in row order.
    public var softMass: [Double]
    /// The same, each row times its weight.
    public var weightedMass: [Double]
}
