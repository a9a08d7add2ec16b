import Synchronization

/// Names of regions, each once: a method may ask for several tables of a class.
final class TableNames: Sendable {
    private let given = Mutex<Int>(0)

    func next(_ name: String) -> String {
        given.withLock { count in
            count += 1
            return "\(name)-\(count)"
        }
    }
}
