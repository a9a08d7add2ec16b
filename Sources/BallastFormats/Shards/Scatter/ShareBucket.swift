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
        var targets: [Int64] = []
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

    /// Adds a row that the output row at `position` needs.
    func add(_ row: UnsafeRawBufferPointer, for position: Int, _ share: TrainingPlan.Share) throws {
        try content.withLock { content in
            content.targets.append(Int64(position) << 1 | Int64(share.rawValue))
            content.rows.append(contentsOf: row)
            if content.targets.count == capacity { try flush(&content) }
        }
    }

    private func flush(_ content: inout Content) throws {
        guard !content.targets.isEmpty else { return }
        let start = try content.targets.withUnsafeBytes { try file.append($0) }
        // The rows may land elsewhere when another bucket appends in between, so they are an extent of their own.
        let rows = try content.rows.withUnsafeBytes { try file.append($0) }
        content.extents.append(Extent(start: start, count: content.targets.count))
        content.extents.append(Extent(start: rows, count: content.targets.count))
        content.targets.removeAll(keepingCapacity: true)
        content.rows.removeAll(keepingCapacity: true)
    }

    /// Everything that was added, with what it is for. The bucket is empty afterwards.
    func take(elementType: ElementType, rowShape: [Int], storage: some Storage) throws -> BucketRows {
        try content.withLock { content in
            try flush(&content)
            let count = content.extents.reduce(0) { $0 + $1.count } / 2
            let region = try storage.makeRegion(named: "bucket", byteCount: count * rowBytes)
            let rows = UnsafeMutableRawBufferPointer(start: region.start, count: count * rowBytes)
            var targets = [Int64](repeating: 0, count: count)
            var next = 0
            for index in stride(from: 0, to: content.extents.count, by: 2) {
                let (ids, data) = (content.extents[index], content.extents[index + 1])
                try targets.withUnsafeMutableBytes {
                    try file.read(at: ids.start, into: .init(rebasing: $0[8 * next..<8 * (next + ids.count)]))
                }
                try file.read(
                    at: data.start, into: .init(rebasing: rows[rowBytes * next..<rowBytes * (next + data.count)]))
                next += ids.count
            }
            content = Content()
            let store = RowStore(elementType: elementType, rowShape: rowShape, count: count, region: region)
            return BucketRows(positions: positions, store: store, targets: targets)
        }
    }
}

/// The rows that a run of consecutive output rows needs, and which of them each needs.
package struct BucketRows: Sendable {
    let store: RowStore
    private let positions: Range<Int>
    /// By position: index of the base, index of the partner; −1 where there is none.
    private var parents: [(base: Int32, partner: Int32)]

    init(positions: Range<Int>, store: RowStore, targets: [Int64]) {
        self.positions = positions
        self.store = store
        parents = Array(repeating: (-1, -1), count: positions.count)
        for (index, target) in targets.enumerated() {
            let place = Int(target >> 1) - positions.lowerBound
            if target & 1 == 0 { parents[place].base = Int32(index) } else { parents[place].partner = Int32(index) }
        }
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
