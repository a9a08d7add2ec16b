/// What a search works on: which rows ask, which rows answer, and where the answers go.
struct NeighborTask: Sendable {
    /// Row numbers, ascending.
    let queries: StoredArray<Int64>
    /// Row numbers, ascending.
    let references: StoredArray<Int64>
    let distance: RowDistance
    let lists: CandidateLists
    let kernels: NeighborKernels
    let threads: Int
}
