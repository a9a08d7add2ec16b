import Synchronization

/// Neighbour tables that are asked for again: a method that prepares twice searches once.
final class KeptTables: Sendable {
    struct Key: Hashable {
        var c: Int
        var isSameClass: Bool
        var k: Int
    }

    private let tables = Mutex<[Key: NeighborTable]>([:])

    /// The table of `key`, made where it is not known.
    func table(_ key: Key, _ make: () throws -> NeighborTable?) rethrows -> NeighborTable? {
        if let known = tables.withLock({ $0[key] }) { return known }
        let made = try make()
        if let made { tables.withLock { $0[key] = made } }
        return made
    }
}
