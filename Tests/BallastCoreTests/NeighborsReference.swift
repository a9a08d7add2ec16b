import BallastCore

/// The neighbours by the definition alone: every distance in plain Swift, the k smallest by (distance, row).
struct NeighborsReference {
    private let count: Int
    private let distances: [Double]

    init(in space: NeighborSpace, count: Int) {
        let rows = (0..<count).map { row in space.features.map { Self.widen(row, of: $0) } ?? [] }
        var distances = [Double](repeating: 0, count: count * count)
        for a in 0..<count {
            for b in a..<count {
                var distance = Self.squares(rows[a], rows[b], space.weights)
                if let codes = space.categorical {
                    let mismatches = zip(codes[a], codes[b]).count { $0 != $1 }
                    distance += space.mismatchWeight * Double(mismatches)
                }
                distances[a * count + b] = distance
                distances[b * count + a] = distance
            }
        }
        self.distances = distances
        self.count = count
    }

    /// Rows, nearest first, and the bits of their distances, for all queries in order.
    func nearest(k: Int, of queries: [Int64], among references: [Int64]) -> (rows: [Int64], distances: [UInt64]) {
        var (rows, bits) = ([Int64](), [UInt64]())
        for query in queries {
            var best: [(distance: Double, row: Int64)] = []
            for reference in references where reference != query {
                let distance = distances[Int(query) * count + Int(reference)]
                // References ascend, so among equals the first stays before the next.
                if best.count == k, let last = best.last, distance >= last.distance { continue }
                let slot = best.firstIndex { $0.distance > distance } ?? best.count
                best.insert((distance, reference), at: slot)
                if best.count > k { best.removeLast() }
            }
            rows += best.map(\.row)
            bits += best.map(\.distance.bitPattern)
        }
        return (rows, bits)
    }

    /// Σ ((a − b)·w)² in eight lanes.
    private static func squares(_ first: [Double], _ second: [Double], _ weights: [Double]) -> Double {
        var lanes = [Double](repeating: 0, count: 8)
        for column in 0..<first.count {
            let difference = first[column] - second[column]
            let scaled = difference * weights[column]
            let square = scaled * scaled
            lanes[column & 7] += square
        }
        let even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6])
        let odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7])
        return even + odd
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
