import BallastCore
import Synchronization

/// The shares of a run of consecutive output rows: a buffer in memory, the rest in a ``ShareFile``.
///
/// The order in which shares come depends on the threads; where they belong stands beside each.
final class ShareBucket: @unchecked Sendable {
    // Sendable: the buffer is used under the lock.
    let positions: Range<Int>
    private let rowBytes: Int
    private let file: ShareFile
    /// Shares that the buffer holds: what each is for, and the rows.
    private let capacity: Int
    private let heads: UnsafeMutableBufferPointer<ShareHead>
    private let rows: UnsafeMutableRawBufferPointer
    private let content = Mutex(Content())

    /// Shares that lie together.
    private struct Extent: Sendable {
        var heads: Int64
        var rows: Int64
        var count: Int
    }

    private struct Content: Sendable {
        var buffered = 0
        var extents: [Extent] = []
    }

    /// Bytes of a share in the buffer.
    static func shareBytes(rowBytes: Int) -> Int { rowBytes + MemoryLayout<ShareHead>.stride }

    /// - Parameter buffer: room for `capacity` shares, at least one, aligned to eight bytes; to be there until ``finish()``.
    init(positions: Range<Int>, rowBytes: Int, capacity: Int, buffer: UnsafeMutableRawPointer, file: ShareFile) {
        self.positions = positions
        self.rowBytes = rowBytes
        self.capacity = capacity
        self.file = file
        let start = buffer.bindMemory(to: ShareHead.self, capacity: capacity)
        heads = UnsafeMutableBufferPointer(start: start, count: capacity)
        rows = UnsafeMutableRawBufferPointer(
            start: UnsafeMutableRawPointer(start + capacity), count: capacity * rowBytes)
    }

    /// Adds rows of `features` that output rows need.
    func add(_ added: [ShareHead], of features: RowStore) throws {
        try content.withLock { content in
            for head in added {
                heads[content.buffered] = head
                let place = content.buffered * rowBytes
                UnsafeMutableRawBufferPointer(rebasing: rows[place..<place + rowBytes])
                    .copyMemory(from: features.bytes(ofRow: Int(head.row)))
                content.buffered += 1
                if content.buffered == capacity { try flush(&content) }
            }
        }
    }

    /// Says that all shares have been added: the buffer is not needed any more.
    func finish() throws { try content.withLock { try flush(&$0) } }

    private func flush(_ content: inout Content) throws {
        let count = content.buffered
        guard count > 0 else { return }
        // The rows may land elsewhere when another bucket appends in between.
        content.extents.append(
            Extent(
                heads: try file.append(UnsafeRawBufferPointer(UnsafeMutableBufferPointer(rebasing: heads[..<count]))),
                rows: try file.append(UnsafeRawBufferPointer(rebasing: rows[..<(count * rowBytes)])), count: count))
        content.buffered = 0
    }

    /// What everything that was added is for; the rows go to `target`, in the same order.
    func read(into target: UnsafeMutableRawPointer, threads: Int) throws -> [ShareHead] {
        let extents = content.withLock { $0.extents }
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
