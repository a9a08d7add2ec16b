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
        var heads: Int64
        var rows: Int64
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

    /// Adds rows of `features` that output rows need.
    func add(_ heads: [ShareHead], of features: RowStore) throws {
        try content.withLock { content in
            if content.rows.isEmpty { content.rows.reserveCapacity(capacity * rowBytes) }
            for head in heads {
                content.heads.append(head)
                content.rows.append(contentsOf: features.bytes(ofRow: Int(head.row)))
                if content.heads.count == capacity { try flush(&content) }
            }
        }
    }

    private func flush(_ content: inout Content) throws {
        guard !content.heads.isEmpty else { return }
        // The rows may land elsewhere when another bucket appends in between.
        let heads = try content.heads.withUnsafeBytes { try file.append($0) }
        let rows = try content.rows.withUnsafeBytes { try file.append($0) }
        content.extents.append(Extent(heads: heads, rows: rows, count: content.heads.count))
        content.heads.removeAll(keepingCapacity: true)
        content.rows.removeAll(keepingCapacity: true)
    }

    /// Shares that were added.
    var count: Int { content.withLock { $0.extents.reduce($0.heads.count) { $0 + $1.count } } }

    /// What everything that was added is for; the rows go to `target`, in the same order. The bucket is empty afterwards.
    func take(into target: UnsafeMutableRawPointer, threads: Int) throws -> [ShareHead] {
        let extents = try content.withLock { content in
            try flush(&content)
            defer { content = Content() }
            return content.extents
        }
        let starts = extents.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        let headBytes = MemoryLayout<ShareHead>.stride
        var heads = [ShareHead](repeating: ShareHead(), count: starts[extents.count])
        nonisolated(unsafe) let rows = target
        try heads.withUnsafeMutableBytes { heads in
            nonisolated(unsafe) let heads = heads
            // Each extent has a place of its own in both.
            try Parallel.forEach(extents.count, threads: threads) { index in
                let (extent, start) = (extents[index], starts[index])
                let own = headBytes * start..<headBytes * (start + extent.count)
                try file.read(at: extent.heads, into: .init(rebasing: heads[own]))
                try file.read(
                    at: extent.rows, into: .init(start: rows + rowBytes * start, count: rowBytes * extent.count))
            }
        }
        return heads
    }
}
