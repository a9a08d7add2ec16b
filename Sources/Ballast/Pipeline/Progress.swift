/// How far a run has come.
public struct Progress: Equatable, Sendable {
    /// In the order in which they run; `judge` only with guards, `verify` alone.
    public enum Phase: String, Sendable, CaseIterable {
        case read, prepare, neighbors, judge, write, verify
    }

    /// What is being done.
    public var phase: Phase
    /// Rows done of this phase, and rows in all; 0 where not known.
    public var done: Int
    public var total: Int

    public init(_ phase: Phase, done: Int = 0, total: Int = 0) {
        self.phase = phase
        self.done = done
        self.total = total
    }
}

/// Told how far a run has come, from any thread. An error that it throws ends the run: that is how one is interrupted.
public typealias ProgressHandler = @Sendable (Progress) throws -> Void
