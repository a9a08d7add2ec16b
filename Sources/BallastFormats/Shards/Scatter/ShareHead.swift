import BallastCore

/// What is kept beside the bytes of a share: what it is for, and what would otherwise have to be looked up again.
struct ShareHead: BitwiseCopyable, Sendable {
    /// Position in the output, twice, and 1 more for a partner.
    private var target: Int64 = 0
    /// Number of the input row.
    private(set) var row: Int64 = 0
    /// Its class.
    private(set) var label: Int32 = 0

    init() {}

    init(row: Int64, label: Int, for position: Int64, _ share: TrainingPlan.Share) {
        (self.row, self.label) = (row, Int32(label))
        target = position << 1 | Int64(share.rawValue)
    }

    var position: Int { Int(target >> 1) }
    var isPartner: Bool { target & 1 == 1 }
}
