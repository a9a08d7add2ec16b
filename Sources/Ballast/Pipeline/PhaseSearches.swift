import BallastCore

/// By which strategies each phase of a run finds neighbours.
struct PhaseSearches: Sendable {
    let prepare, neighbors, judge, write: SearchLog

    init(wanted strategy: NeighborStrategy) {
        prepare = SearchLog(wanted: strategy)
        neighbors = SearchLog(wanted: strategy)
        judge = SearchLog(wanted: strategy)
        write = SearchLog(wanted: strategy)
    }
}

extension SearchLog {
    /// What ran; nil if no neighbours were looked for.
    var names: String? { ran.isEmpty ? nil : ran.map(\.rawValue).joined(separator: ", ") }
}
