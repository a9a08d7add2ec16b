import BallastFormats

/// `run.json`: when, where and how fast. Nothing depends on it but the question whether the inputs have changed.
public struct RunRecord: Codable, Sendable {
    /// Of every file that was read but standard input.
    public var inputs: [InputStamp]
    /// Of the recipe's file, where there is one.
    public var recipe: InputStamp?
    /// Seconds since 1970.
    public var started: Double
    /// The name of the machine.
    public var host: String
    /// As many as the run was allowed.
    public var threads: Int
    /// ``Version/tool`` of the program that ran.
    public var toolVersion: String
    /// Wall seconds of each phase, in order.
    public var timings: [Timing]

    /// By which make would tell that a file is unchanged.
    public struct InputStamp: Codable, Equatable, Sendable {
        /// As the user gave it.
        public var path: String
        /// In bytes.
        public var size: Int64
        /// Nanoseconds since 1970.
        public var modified: Int64
        /// Its number in the file system.
        public var inode: UInt64

        /// Nil for standard input and for a file that is not there.
        init?(_ path: String) {
            guard path != "-", let status = FileSystem.status(path) else { return nil }
            self.path = path
            size = status.size
            modified = status.modified
            inode = status.inode
        }
    }

    /// How long one phase took.
    public struct Timing: Codable, Equatable, Sendable {
        /// `read`, `prepare`, `neighbors`, `judge` or `write`.
        public var phase: String
        /// Wall time.
        public var seconds: Double
        /// What was chosen for the phase: the strategies by which neighbours were found.
        public var choice: String?
    }
}
