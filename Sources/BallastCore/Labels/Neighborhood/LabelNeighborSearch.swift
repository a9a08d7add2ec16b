/// The training rows nearest to rows that need not be input rows, exact to the bit.
struct LabelNeighborSearch: Sendable {
    /// The training rows, ascending.
    let rows: StoredArray<Int64>
    let space: NeighborSpace
    private let neighbors: Int
    private let leaveParentsOut: Bool
    /// Number of the first row that is no input row.
    private let firstAdded: Int64

    init(_ references: LabelReferences, neighbors: Int, leaveParentsOut: Bool) throws {
        let population = references.population
        self.neighbors = neighbors
        self.leaveParentsOut = leaveParentsOut
        firstAdded = Int64(population.rowCount)
        rows = try TrainingRows(population.training, references.storage).array()
        let mismatch = try NominalDistance.mismatchWeight(
            of: population.training, population, references.weights, threads: references.threads)
        space = NeighborSpace(
            features: population.features, weights: references.weights, categorical: population.categorical,
            mismatchWeight: mismatch)
        let available = rows.count - (leaveParentsOut ? 2 : 0)
        if available < neighbors {
            references.notices.add(
                "neighbor-posterior: there are \(rows.count) training rows: "
                    + "at most \(max(available, 0)) neighbours used instead of \(neighbors)")
        }
    }

    /// Calls `body` for every blend that is neither an original nor a copy, with its neighbours, nearest first.
    ///
    /// - Complexity: O(blends · training rows · width), on one thread; one block of training rows in float32 in memory.
    func forEachNeighborhood(
        of blends: UnsafeBufferPointer<Blend>, rows mixed: MixedRows, _ body: (Int, [LabelNeighbor]) -> Void
    ) throws {
        let wanted = blends.indices.filter { blends[$0].partner != blends[$0].base }
        guard !wanted.isEmpty else { return }
        var search = NeighborSearch(in: space, storage: MemoryStorage(), threads: 1)
        search.space.added = NeighborSpace.AddedRows(
            first: firstAdded, features: mixed.features, categorical: mixed.categorical)
        // The chunks that ask are small: putting bytes in order for each would take longer than it saves.
        search.strategy = .float32
        let found = try search.nearest(
            k: min(neighbors, rows.count) + (leaveParentsOut ? 2 : 0),
            of: StoredArray(wanted.map { firstAdded + Int64($0) }),
            among: rows, tableName: "label-neighbors")
        for (index, row) in wanted.enumerated() { body(row, list(found, index, blends[row])) }
    }

    private func list(_ found: NeighborResult, _ index: Int, _ blend: Blend) -> [LabelNeighbor] {
        let k = found.table.k
        let all = (index * k..<(index + 1) * k).map {
            LabelNeighbor(row: found.table.rows[$0], squaredDistance: found.squaredDistances[$0])
        }
        guard leaveParentsOut else { return all }
        return Array(all.filter { $0.row != blend.base && $0.row != blend.partner }.prefix(neighbors))
    }
}
