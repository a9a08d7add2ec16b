/// A training row near a row whose label is made.
struct LabelNeighbor: Equatable, Sendable {
    var row: Int64
    var squaredDistance: Double
}

/// What the neighbours of a row say of its class, not yet scaled to sum to 1.
protocol NeighborEvidence: Sendable {
    /// Calls `body` with a class and an amount, neighbour after neighbour, nearest first; a class can come several times.
    ///
    /// - Parameter neighbors: at least one.
    func forEach(_ neighbors: [LabelNeighbor], _ body: (_ c: Int32, _ amount: Double) -> Void)
}

/// Each neighbour counts 1 for its class.
struct CountEvidence: NeighborEvidence {
    let labels: StoredArray<Int32>

    func forEach(_ neighbors: [LabelNeighbor], _ body: (Int32, Double) -> Void) {
        for neighbor in neighbors { body(labels[Int(neighbor.row)], 1) }
    }
}

/// Nearer neighbours count more: a Gaussian as wide as the neighbourhood.
struct KernelEvidence: NeighborEvidence {
    let labels: StoredArray<Int32>

    func forEach(_ neighbors: [LabelNeighbor], _ body: (Int32, Double) -> Void) {
        let width = neighbors[neighbors.count - 1].squaredDistance
        for neighbor in neighbors {
            let amount = width > 0 ? ExactMath.exp(-0.5 * (neighbor.squaredDistance / width)) : 1
            body(labels[Int(neighbor.row)], amount)
        }
    }
}

/// Each neighbour gives its memberships, which follow from the classes of its own neighbours.
struct FuzzyEvidence: NeighborEvidence {
    private let labels: StoredArray<Int32>
    private let rows: StoredArray<Int64>
    private let table: NeighborTable

    /// - Complexity: one search of all training rows among themselves; 16 · k bytes a row.
    init(
        labels: StoredArray<Int32>, search: LabelNeighborSearch, _ references: LabelReferences, neighbors: Int
    ) throws {
        self.labels = labels
        rows = search.rows
        var among = NeighborSearch(in: search.space, storage: references.storage, threads: references.threads)
        among.strategy = references.searches.wanted
        let found = try among.nearest(k: neighbors, of: rows, among: rows, tableName: "label-neighbors")
        references.searches.note(found.strategy)
        table = found.table
    }

    func forEach(_ neighbors: [LabelNeighbor], _ body: (Int32, Double) -> Void) {
        let nearest = neighbors[0].squaredDistance
        for neighbor in neighbors {
            // In terms of the nearest one, 1/d² cannot overflow.
            let weight =
                nearest > 0 ? nearest / neighbor.squaredDistance : neighbor.squaredDistance == 0 ? 1 : 0
            guard weight > 0 else { continue }
            body(labels[Int(neighbor.row)], 0.51 * weight)
            let own = table.k > 0 ? Array(table[rows.elements.firstIndex(notBelow: neighbor.row)]) : [neighbor.row]
            for row in own { body(labels[Int(row)], 0.49 / Double(own.count) * weight) }
        }
    }
}
