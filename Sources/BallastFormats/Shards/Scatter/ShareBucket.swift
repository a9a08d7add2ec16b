import BallastCore
import Synchronization

/// The shares of a run of consecutive output rows: a buffer in memory, the rest in a ``ShareFile``.
///
/// The order in which shares come depends on the threads; where they belong stands beside each.
final class ShareBucket: Sendable {
    let positions: Range<Int>
    private let rowBytes: Int
    private let capacity: Int
    private let file: ShareFile
    private let content: Mutex<Content>

    /// Shares that lie together: first what each is for, then the rows.
    private struct Extent: Sendable {
        var start: Int64
        var count: Int
    }

    private struct Content: Sendable {
        var heads: [ShareHead] = []
        var rows: [UInt8] = []
        var extents: [Extent] = []
    }

    init(positions: Range<Int>, rowBytes: Int, capacity: Int, file: ShareFile) {
        self.positions = positions
        self.rowBytes = rowBytes
        self.capacity = capacity
        self.file = file
        content = Mutex(Content())
    }

    /// Adds a row that an output row needs.
    func add(_ row: UnsafeRawBufferPointer, _ head: ShareHead) throws {
        try content.withLock { content in
            if content.rows.isEmpty { content.rows.reserveCapacity(capacity * rowBytes) }
            content.heads.append(head)
            content.rows.append(contentsOf: row)
            if content.heads.count == capacity { try flush(&content) }
        }
    }

    private func flush(_ content: inout Content) throws {
        guard !content.heads.isEmpty else { return }
        let start = try content.heads.withUnsafeBytes { try file.append($0) }
        // The rows may land elsewhere when another bucket appends in between, so they are an extent of their own.
        let rows = try content.rows.withUnsafeBytes { try file.append($0) }
        content.extents.append(Extent(start: start, count: content.heads.count))
        content.extents.append(Extent(start: rows, count: content.heads.count))
        content.heads.removeAll(keepingCapacity: true)
        content.rows.removeAll(keepingCapacity: true)
    }

    /// Everything that was added, with what it is for. The bucket is empty afterwards.
    func take(elementType: ElementType, rowShape: [Int], storage: some Storage) throws -> BucketRows {
        try content.withLock { content in
            try flush(&content)
            let count = content.extents.reduce(0) { $0 + $1.count } / 2
            let region = try storage.makeRegion(named: "bucket", byteCount: count * rowBytes)
            let rows = UnsafeMutableRawBufferPointer(start: region.start, count: count * rowBytes)
            var heads = [ShareHead](repeating: ShareHead(), count: count)
            let headBytes = MemoryLayout<ShareHead>.stride
            var next = 0
            for index in stride(from: 0, to: content.extents.count, by: 2) {
                let (ids, data) = (content.extents[index], content.extents[index + 1])
                try heads.withUnsafeMutableBytes {
                    try file.read(
                        at: ids.start, into: .init(rebasing: $0[headBytes * next..<headBytes * (next + ids.count)]))
                }
                try file.read(
                    at: data.start, into: .init(rebasing: rows[rowBytes * next..<rowBytes * (next + data.count)]))
                next += ids.count
            }
            content = Content()
            let store = RowStore(elementType: elementType, rowShape: rowShape, count: count, region: region)
            return BucketRows(positions: positions, store: store, heads: heads)
        }
    }
}

/// What is kept beside the bytes of a share: what it is for, and what would otherwise have to be looked up again.
struct ShareHead: BitwiseCopyable, Sendable {
    /// Position in the output, twice, and 1 more for a partner.
    private var target: Int64 = 0
    /// Number of the input row.
    private(set) var row: Int64 = 0
    /// Its class.
    private(set) var label: Int32 = 0

    init() {}

    init(row: Int64, label: Int32, for position: Int64, _ share: TrainingPlan.Share) {
        (self.row, self.label) = (row, label)
        target = position << 1 | Int64(share.rawValue)
    }

    var position: Int { Int(target >> 1) }
    var isPartner: Bool { target & 1 == 1 }
}

/// The rows that a run of consecutive output rows needs, and which of them each needs.
package struct BucketRows: Sendable {
    let store: RowStore
    private let positions: Range<Int>
    /// By position: index of the base, index of the partner; −1 where there is none.
    private var parents: [(base: Int32, partner: Int32)]

    /// By index in ``store``.
    private let heads: [ShareHead]

    init(positions: Range<Int>, store: RowStore, heads: [ShareHead]) {
        self.positions = positions
        self.store = store
        self.heads = heads
        parents = Array(repeating: (-1, -1), count: positions.count)
        for (index, head) in heads.enumerated() {
            let place = head.position - positions.lowerBound
            if head.isPartner { parents[place].partner = Int32(index) } else { parents[place].base = Int32(index) }
        }
    }

    /// The rows that the output row at `position` needs.
    func parents(at position: Int) -> KnownParents {
        let (base, partner) = parents[position - positions.lowerBound]
        return KnownParents(base: heads[Int(base)].row, partner: partner < 0 ? nil : heads[Int(partner)].row)
    }

    /// The classes of the parents of the blends that stand at `positions`.
    func classes(of blends: UnsafeBufferPointer<Blend>, at positions: Range<Int>) -> ParentClasses {
        let places = positions.map { parents[$0 - self.positions.lowerBound] }
        return ParentClasses(
            base: places.map { heads[Int($0.base)].label },
            partner: zip(places, blends).map {
                // A pair whose step is 0 is a copy of its base.
                heads[Int($0.partner < 0 || $1.partner == $1.base ? $0.base : $0.partner)].label
            })
    }

    /// The blend of the output row at `position`, in terms of ``store``.
    func local(_ blend: Blend, at position: Int) -> Blend {
        let (base, partner) = parents[position - positions.lowerBound]
        if blend.partner < 0, let candidate = blend.candidate {
            return Blend(base: Int64(base), weight: blend.weight, drawnBy: candidate)
        }
        var local = Blend(
            base: Int64(base), partner: partner < 0 ? Int64(base) : Int64(partner), weight: blend.weight,
            patch: blend.patch)
        local.candidate = blend.candidate
        return local
    }
}
