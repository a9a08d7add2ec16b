import BallastFormats

/// `run.json`: when, where and how fast. Nothing depends on it but the question whether the inputs have changed.
public struct RunRecord: Codable, Sendable {
    public var inputs: [InputStamp]
    /// Of the recipe's file, where there is one.
    public var recipe: InputStamp?
    /// Seconds since 1970.
    public var started: Double
    public var host: String
    public var threads: Int
    public var toolVersion: String
    /// Wall seconds of each phase, in order.
    public var timings: [Timing]

    /// By which make would tell that a file is unchanged.
    public struct InputStamp: Codable, Equatable, Sendable {
        public var path: String
        public var size: Int64
        /// Nanoseconds since 1970.
        public var modified: Int64
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

    public struct Timing: Codable, Equatable, Sendable {
        public var phase: String
        public var seconds: Double
        /// What was chosen for the phase: the strategies by which neighbours were found.
        public var choice: String?
    }
}
