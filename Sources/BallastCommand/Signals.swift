import Glibc

/// What signals mean. Nothing has to be cleaned up: whatever is unfinished lies in the work directory, and the next run
/// goes on from there; so a signal ends the process at once.
enum Signals {
    static func install() {
        signal(SIGINT) { _ in Signals.end("ballast: interrupted; run the same command to continue\n", Exit.interrupted)
        }
        signal(SIGTERM) { _ in Signals.end("ballast: interrupted; run the same command to continue\n", Exit.interrupted)
        }
        // A mapped file that became shorter: its missing pages raise this signal on first touch.
        signal(SIGBUS) { _ in
            Signals.end("ballast: a file was cut short while it was being read\n", Exit.inputOutput)
        }
        // A parent that starts us from a thread of a pool may have them blocked, and the mask is inherited.
        var ours = sigset_t()
        sigemptyset(&ours)
        sigaddset(&ours, SIGINT)
        sigaddset(&ours, SIGTERM)
        sigprocmask(SIG_UNBLOCK, &ours, nil)
        // A reader of our output that went away is found by the failing write.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Only calls that are safe in a signal handler.
    private static func end(_ message: StaticString, _ code: Int32) {
        write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
        JobServer.returnTokens()
        _exit(code)
    }
}
