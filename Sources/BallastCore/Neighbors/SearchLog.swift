import Synchronization

/// By which strategy the neighbours of a run are to be found, and which ones ran. The tables are the same by all of them.
public final class SearchLog: Sendable {
    /// What is asked for; searches that it does not suit run by another.
    public let wanted: NeighborStrategy
    private let noted = Mutex<Set<NeighborStrategy>>([])

    public init(wanted: NeighborStrategy = .automatic) { self.wanted = wanted }

    func note(_ strategy: NeighborStrategy) { noted.withLock { _ = $0.insert(strategy) } }

    /// Those that ran, in the order of ``NeighborStrategy/allCases``.
    public var ran: [NeighborStrategy] { noted.withLock { noted in NeighborStrategy.allCases.filter(noted.contains) } }
}
