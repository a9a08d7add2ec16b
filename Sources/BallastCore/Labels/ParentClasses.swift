/// The classes of the input rows that blends are made of: looked up once, or known from elsewhere.
public struct ParentClasses: Sendable {
    /// Of each blend's base.
    public let base: [Int32]
    /// Of each blend's partner; that of the base where there is none.
    public let partner: [Int32]

    public init(base: [Int32], partner: [Int32]) { (self.base, self.partner) = (base, partner) }

    /// - Parameter labels: class of each input row.
    public init(of blends: UnsafeBufferPointer<Blend>, labels: StoredArray<Int32>) {
        let labels = labels.elements
        base = blends.map { labels[Int($0.base)] }
        partner = blends.map { labels[Int($0.partner < 0 ? $0.base : $0.partner)] }
    }
}
