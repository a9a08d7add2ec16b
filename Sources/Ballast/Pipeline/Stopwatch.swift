import Synchronization

/// Wall time by phase.
final class Stopwatch: Sendable {
    private let measured = Mutex<[RunRecord.Timing]>([])

    func measure<Result>(_ phase: String, _ body: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        defer {
            let seconds = (clock.now - start) / .seconds(1)
            measured.withLock { $0.append(RunRecord.Timing(phase: phase, seconds: seconds)) }
        }
        return try body()
    }

    var timings: [RunRecord.Timing] { measured.withLock { $0 } }
}
