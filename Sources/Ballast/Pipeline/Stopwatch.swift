import Synchronization

/// Wall time by phase.
final class Stopwatch: Sendable {
    private let measured = Mutex<[RunRecord.Timing]>([])

    /// - Parameter choice: what was chosen for the phase, asked when it is over.
    func measure<Result>(
        _ phase: String, choice: @autoclosure () -> String? = nil, _ body: () throws -> Result
    ) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        defer {
            let seconds = (clock.now - start) / .seconds(1)
            let choice = choice()
            measured.withLock { $0.append(RunRecord.Timing(phase: phase, seconds: seconds, choice: choice)) }
        }
        return try body()
    }

    var timings: [RunRecord.Timing] { measured.withLock { $0 } }
}
