/// What a search works on: which rows ask, which rows answer, and where the answers go.
struct NeighborTask: Sendable {
    /// Row numbers.
    var queries: StoredArray<Int64>
    /// Row numbers.
    var references: StoredArray<Int64>
    let distance: RowDistance
    let lists: CandidateLists
    let kernels: NeighborKernels
    let threads: Int
    /// The list of each query; nil when they stand in the same order.
    var listOfQuery: [Int]?

    func list(of query: Int) -> Int { listOfQuery.map { $0[query] } ?? query }

    /// The same task for some of the queries, given by index.
    func restricted(toQueries indices: [Int]) -> NeighborTask {
        var part = self
        part.queries = StoredArray(indices.map { queries[$0] })
        part.listOfQuery = indices.map { list(of: $0) }
        return part
    }

    /// The same task for some of the references, given by index.
    func restricted(toReferences indices: [Int]) -> NeighborTask {
        var part = self
        part.references = StoredArray(indices.map { references[$0] })
        return part
    }
}
