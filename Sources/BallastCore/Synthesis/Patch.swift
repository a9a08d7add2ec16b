/// A box of pixels that a row takes from its partner; the others are the base's.
public struct Patch: Equatable, Sendable {
    /// Rows and columns of pixels, from 0.
    public let rows: Range<Int32>
    public let columns: Range<Int32>
    /// Which axis of a row is that of the channels.
    public let channels: ImageChannels

    public init(rows: Range<Int32>, columns: Range<Int32>, channels: ImageChannels = .last) {
        self.rows = rows
        self.columns = columns
        self.channels = channels
    }
}
