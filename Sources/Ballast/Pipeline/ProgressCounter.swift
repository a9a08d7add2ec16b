import Synchronization

/// Adds up the rows of one phase.
final class ProgressCounter: Sendable {
    private let phase: Progress.Phase
    private let total: Int
    private let handler: ProgressHandler
    private let done = Atomic<Int>(0)

    init(_ phase: Progress.Phase, total: Int, _ handler: @escaping ProgressHandler) {
        self.phase = phase
        self.total = total
        self.handler = handler
    }

    @Sendable func add(_ rows: Int) throws {
        try handler(Progress(phase, done: done.add(rows, ordering: .relaxed).newValue, total: total))
    }
}
