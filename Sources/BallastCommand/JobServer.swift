import Glibc
import Synchronization

/// The jobserver of GNU make: every thread beyond the first needs a token, and every token goes back.
///
/// GNU make manual, "Sharing Job Slots with GNU make".
enum JobServer {
    // Fixed before the first token is taken; read in the signal handler.
    private static let held = Atomic<Int>(0)
    private static let writeEnd = Atomic<Int32>(-1)

    /// How many threads may run, of the `wanted`; without a jobserver all.
    static func threads(wanted: Int) -> Int {
        guard let makeflags = getenv("MAKEFLAGS").map({ String(cString: $0) }),
            let (reader, writer) = open(makeflags)
        else { return wanted }
        writeEnd.store(writer, ordering: .releasing)
        var token: UInt8 = 0
        while held.load(ordering: .relaxed) < wanted - 1, read(reader, &token, 1) == 1 {
            held.add(1, ordering: .releasing)
        }
        close(reader)
        atexit { JobServer.returnTokens() }
        return 1 + held.load(ordering: .relaxed)
    }

    static func returnTokens() {
        let writer = writeEnd.load(ordering: .acquiring)
        // make gives out one kind of token only.
        var token = UInt8(ascii: "+")
        for _ in 0..<held.exchange(0, ordering: .acquiringAndReleasing) { write(writer, &token, 1) }
    }

    /// Whether make was asked to do nothing (`make -n`): its first word of options holds an n.
    static var isDryRun: Bool {
        guard let makeflags = getenv("MAKEFLAGS").map({ String(cString: $0) }) else { return false }
        guard let first = makeflags.split(separator: " ").first, !first.hasPrefix("-") else { return false }
        return first.contains("n")
    }

    /// The two ends, the reading one opened anew so that it can be read without waiting.
    private static func open(_ makeflags: String) -> (reader: Int32, writer: Int32)? {
        let words = makeflags.split(separator: " ")
        let keys = ["--jobserver-auth=", "--jobserver-fds="]
        guard let word = words.last(where: { word in keys.contains { word.hasPrefix($0) } }),
            let value = word.split(separator: "=", maxSplits: 1).last
        else { return nil }
        if value.hasPrefix("fifo:") {
            return ends(String(value.dropFirst(5)), Glibc.open(String(value.dropFirst(5)), O_WRONLY | O_CLOEXEC))
        }
        let ends = value.split(separator: ",").compactMap { Int32($0) }
        // Negative or closed ends: make does not share with this command.
        guard ends.count == 2, ends[0] >= 0, fcntl(ends[0], F_GETFD) >= 0, fcntl(ends[1], F_GETFD) >= 0 else {
            return nil
        }
        return Self.ends("/proc/self/fd/\(ends[0])", ends[1])
    }

    private static func ends(_ path: String, _ writer: Int32) -> (reader: Int32, writer: Int32)? {
        let reader = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        return reader >= 0 && writer >= 0 ? (reader, writer) : nil
    }
}
