/// What a finished shard holds, as the manifest lists it.
public struct ShardSummary: Codable, Equatable, Sendable {
    /// Of the file, `train-00000.h5`.
    public var name: String
    /// Length of every data set in it.
    public var rows: Int
    /// Size of the file.
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
