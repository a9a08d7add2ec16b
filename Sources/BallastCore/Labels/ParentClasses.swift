/// The classes of the input rows that blends are made of: looked up once, or known from elsewhere.
public struct ParentClasses: Sendable {
    /// Of each blend's base.
    public let base: [Int32]
    /// Of each blend's partner; that of the base where there is none.
    public let partner: [Int32]

    public init(base: [Int32], partner: [Int32]) { (self.base, self.partner) = (base, partner) }

    /// Rows whose parents' labels are asked for ahead: they lie anywhere.
    private static let ahead = 16

    /// - Parameter labels: class of each input row.
    public init(of blends: UnsafeBufferPointer<Blend>, labels: StoredArray<Int32>) {
        let elements = labels.elements
        var base = [Int32](repeating: 0, count: blends.count)
        var partner = base
        for (row, blend) in blends.enumerated() {
            if row + Self.ahead < blends.count { Self.prefetch(blends[row + Self.ahead], labels) }
            base[row] = elements[Int(blend.base)]
            partner[row] = blend.partner < 0 ? base[row] : elements[Int(blend.partner)]
        }
        self.init(base: base, partner: partner)
    }

    @inline(__always)
    private static func prefetch(_ blend: Blend, _ labels: StoredArray<Int32>) {
        labels.prefetch(Int(blend.base))
        if blend.partner >= 0 { labels.prefetch(Int(blend.partner)) }
    }
}
