/// The input rows that an output row is made of, where whoever asks holds them: then none has to be looked up in lists as
/// long as the input.
public struct KnownParents: Sendable {
    /// Input row number.
    public let base: Int64
    /// Nil where no other row is needed.
    public let partner: Int64?

    public init(base: Int64, partner: Int64?) { (self.base, self.partner) = (base, partner) }
}
