import BallastFormats
import Glibc

/// Standard output for results, standard error for everything else.
enum Terminal {
    static let isInteractive = isatty(STDERR_FILENO) == 1

    static func say(_ line: String) { tell(line + "\n") }

    /// Writes a result. A reader that went away has heard enough.
    ///
    /// - Throws: `FileSystemError` where it cannot be written as a whole.
    static func print(_ text: String) throws {
        let code = write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
        if code != 0 && code != EPIPE { throw FileSystemError("write the result", code: code) }
    }

    /// Draws over the line that was drawn before.
    static func draw(_ line: String) { tell("\r\u{1B}[K" + line.prefix(columns - 1)) }

    static func clearLine() { if isInteractive { tell("\r\u{1B}[K") } }

    static var columns: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// There is nowhere to say that standard error cannot be written.
    private static func tell(_ text: String) { _ = write(text, to: STDERR_FILENO) }

    /// 0, or the system's number of what kept the text from being written as a whole.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno != EINTR { return errno }
            rest = rest.dropFirst(max(written, 0))
        }
        return 0
    }
}
