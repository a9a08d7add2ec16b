import BallastCore

/// The neighbours by the definition alone: every distance, sorted by (distance, row).
struct NeighborsReference {
    private let space: NeighborSpace
    private let rows: [[Double]]

    init(in space: NeighborSpace, count: Int) {
        self.space = space
        rows = (0..<count).map { row in space.features.map { Self.widen(row, of: $0) } ?? [] }
    }

    func nearest(k: Int, of queries: [Int64], among references: [Int64]) -> [[(row: Int64, distance: Double)]] {
        queries.map { query in
            let others = references.filter { $0 != query }
            let found = others.map { (row: $0, distance: distance(Int(query), Int($0))) }
            return Array(found.sorted { ($0.distance, $0.row) < ($1.distance, $1.row) }.prefix(k))
        }
    }

    /// Σ ((a − b)·w)² in eight lanes, plus M² for each differing code.
    func distance(_ a: Int, _ b: Int) -> Double {
        var lanes = [Double](repeating: 0, count: 8)
        let (first, second) = (rows[a], rows[b])
        for column in 0..<first.count {
            let difference = first[column] - second[column]
            let scaled = difference * space.weights[column]
            let square = scaled * scaled
            lanes[column % 8] += square
        }
        let even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6])
        let odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7])
        let numeric = even + odd
        guard let categorical = space.categorical else { return numeric }
        let mismatches = zip(categorical[a], categorical[b]).count { $0 != $1 }
        return numeric + space.mismatchWeight * Double(mismatches)
    }

    private static func widen(_ row: Int, of features: RowStore) -> [Double] {
        features.elementType.withSwiftType { widen(row, of: features, as: $0) }
    }

    private static func widen<Element: RowElement>(
        _ row: Int, of features: RowStore, as type: Element.Type
    ) -> [Double] {
        let values = features.elements(as: type)
        return (0..<features.width).map { values[row * features.width + $0].double }
    }
}
