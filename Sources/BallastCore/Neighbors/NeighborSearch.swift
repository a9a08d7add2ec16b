/// Placeholder until the blocked search lands: plain scan.
public enum NeighborSearch {
    public static func nearest(
        k: Int, of queries: StoredArray<Int64>, among references: StoredArray<Int64>, in space: NeighborSpace,
        storage: any Storage, tableName: String, threads: Int
    ) throws -> NeighborTable {
        let table = try StoredArray<Int64>(named: tableName, count: queries.count * k, in: storage)
        try Parallel.forEach(queries.count, threads: threads) { q in
            let query = Int(queries[q])
            var best: [(Double, Int64)] = []
            for r in 0..<references.count where references[r] != queries[q] {
                let d = Self.distance(query, Int(references[r]), space)
                if best.count == k, (d, references[r]) >= best[k - 1] { continue }
                let at = best.firstIndex { (d, references[r]) < $0 } ?? best.count
                best.insert((d, references[r]), at: at)
                if best.count > k { best.removeLast() }
            }
            for (i, b) in best.enumerated() { table[q * k + i] = b.1 }
        }
        return NeighborTable(rows: table, k: k)
    }

    static func distance(_ a: Int, _ b: Int, _ space: NeighborSpace) -> Double {
        var lanes = [Double](repeating: 0, count: 8)
        if let f = space.features {
            f.elementType.withSwiftType { type in
                func go<E: RowElement>(_ t: E.Type) {
                    let e = f.elements(as: t)
                    for j in 0..<f.width {
                        let t = (e[a * f.width + j].double - e[b * f.width + j].double) * space.weights[j]
                        lanes[j % 8] += t * t
                    }
                }
                go(type)
            }
        }
        var d = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
        if let c = space.categorical {
            var m = 0
            for j in 0..<c.width where c[a][j] != c[b][j] { m += 1 }
            d += space.mismatchWeight * Double(m)
        }
        return d
    }
}
