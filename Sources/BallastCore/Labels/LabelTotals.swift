/// What the stored soft labels of some rows add up to: the mass of each class and, on request, the products of shares
/// `M_cd = Σ_r q_rc q_rd`.
public struct LabelTotals: Sendable {
    public let classCount: Int
    /// Rows added so far.
    public private(set) var rowCount: Int64 = 0
    /// Per class, what rows name: share less the row's background.
    private var named: [Double]
    private var namedProducts: [Double]
    /// Σ b, Σ b² over rows and Σ b·(q_c − b) per class, b the share of each class that a row does not name.
    private var background = 0.0
    private var squaredBackground = 0.0
    private var backgroundProducts: [Double]

    /// - Parameter products: whether ``products`` is asked for: 8 bytes per pair of classes.
    public init(classCount: Int, products: Bool) {
        self.classCount = classCount
        named = [Double](repeating: 0, count: classCount)
        namedProducts = [Double](repeating: 0, count: products ? classCount * classCount : 0)
        backgroundProducts = [Double](repeating: 0, count: products ? classCount : 0)
    }

    /// Adds rows in order.
    /// - Complexity: O(rows · entries), O(rows · entries²) with products.
    public mutating func add(_ labels: SoftLabels) {
        rowCount += Int64(labels.count)
        for row in 0..<labels.count {
            let b = Double(StoredLabels.stored(labels.background[row]))
            background += b
            squaredBackground += b * b
            for entry in 0..<labels.entryCounts[row] {
                let c = Int(labels.classOf(entry, ofRow: row))
                let share = Double(StoredLabels.stored(labels[row, entry])) - b
                named[c] += share
                guard !namedProducts.isEmpty else { continue }
                backgroundProducts[c] += b * share
                for other in 0..<labels.entryCounts[row] {
                    let d = Int(labels.classOf(other, ofRow: row))
                    namedProducts[c * classCount + d] +=
                        share * (Double(StoredLabels.stored(labels[row, other])) - b)
                }
            }
        }
    }

    /// Adds the totals of later rows.
    public mutating func add(_ later: LabelTotals) {
        rowCount += later.rowCount
        background += later.background
        squaredBackground += later.squaredBackground
        for c in named.indices { named[c] += later.named[c] }
        for index in namedProducts.indices { namedProducts[index] += later.namedProducts[index] }
        for c in backgroundProducts.indices { backgroundProducts[c] += later.backgroundProducts[c] }
    }

    /// Soft labels of each class, added up.
    public var mass: [Double] { named.map { background + $0 } }

    /// `M`, row-major; empty unless asked for.
    public var products: [Double] {
        namedProducts.indices.map { index in
            let (c, d) = index.quotientAndRemainder(dividingBy: classCount)
            return squaredBackground + (backgroundProducts[c] + backgroundProducts[d]) + namedProducts[index]
        }
    }
}
