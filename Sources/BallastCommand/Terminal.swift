import Glibc

/// Standard output for results, standard error for everything else.
enum Terminal {
    static let isInteractive = isatty(STDERR_FILENO) == 1

    static func say(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// Writes a result.
    static func print(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) }

    /// Draws over the line that was drawn before.
    static func draw(_ line: String) { write("\r\u{1B}[K" + line.prefix(columns - 1), to: STDERR_FILENO) }

    static func clearLine() { if isInteractive { write("\r\u{1B}[K", to: STDERR_FILENO) } }

    static var columns: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// A reader that went away has heard enough.
    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno != EINTR { return }
            rest = rest.dropFirst(max(written, 0))
        }
    }
}
