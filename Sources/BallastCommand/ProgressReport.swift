import Ballast
import BallastFormats
import Synchronization

/// Says how far a run has come: a bar on a terminal, else a line at most every 30 s, or JSON lines.
final class ProgressReport: Sendable {
    private let form: ReportArguments.ProgressForm
    private let clock = ContinuousClock()
    private let state: Mutex<State>

    private struct State {
        var phase: Progress.Phase?
        var phaseStart: ContinuousClock.Instant
        var lastSaid: ContinuousClock.Instant
    }

    init(_ form: ReportArguments.ProgressForm) {
        self.form = form
        let now = clock.now
        state = Mutex(State(phase: nil, phaseStart: now, lastSaid: now))
    }

    /// May be called from any thread, as often as one likes.
    @Sendable func update(_ progress: Progress) {
        guard form != .none else { return }
        let pause: Duration =
            form == .auto && Terminal.isInteractive ? .milliseconds(100) : .seconds(form == .json ? 1 : 30)
        state.withLock { state in
            let now = clock.now
            if state.phase != progress.phase {
                state.phase = progress.phase
                state.phaseStart = now
                if form == .auto && !Terminal.isInteractive { return }
            } else if now - state.lastSaid < pause {
                return
            }
            state.lastSaid = now
            say(progress, seconds: (now - state.phaseStart) / .seconds(1))
        }
    }

    /// Removes the bar.
    func end() { if form == .auto { Terminal.clearLine() } }

    private func say(_ progress: Progress, seconds: Double) {
        if form == .json {
            let event = Event(phase: progress.phase.rawValue, done: progress.done, total: progress.total)
            if let line = try? CanonicalJSON.string(event) { Terminal.say(line) }
        } else if Terminal.isInteractive {
            Terminal.draw(bar(progress, seconds))
        } else {
            Terminal.say("ballast: \(words(progress, seconds))")
        }
    }

    private struct Event: Encodable {
        var phase: String
        var done: Int
        var total: Int
    }

    private func words(_ progress: Progress, _ seconds: Double) -> String {
        guard progress.total > 0, progress.done > 0 else { return progress.phase.rawValue }
        let rate = seconds > 0 ? Double(progress.done) / seconds : 0
        let left = rate > 0 ? Int((Double(progress.total - progress.done) / rate).rounded(.up)) : 0
        let share = 100 * progress.done / progress.total
        return "\(progress.phase.rawValue) \(share) %, \(Text.count(Int(rate))) rows/s, \(left) s left"
    }

    private func bar(_ progress: Progress, _ seconds: Double) -> String {
        let words = words(progress, seconds)
        guard progress.total > 0 else { return words }
        let width = max(0, min(30, Terminal.columns - words.count - 4))
        let filled = width * progress.done / progress.total
        return "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: width - filled) + "] "
            + words
    }
}
