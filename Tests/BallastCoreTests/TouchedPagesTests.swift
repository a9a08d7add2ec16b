import BallastCore
import Synchronization
import Testing

@Suite("Pages of rows that memory does not hold")
struct TouchedPagesTests {
    @Test("what eight touches can have brought in goes again, for rows that are made")
    func blends() {
        // Two rows of each piece, one piece after the other.
        let blends = (0..<34).map { Blend.copy(of: Int64(($0 / 2) * DroppingRows.rowsPerPiece + $0 % 2)) }
        let output = StoredArray([Float](repeating: 0, count: blends.count))
        for (dropsPages, expected) in [(false, 0), (true, 3)] {
            let rows = DroppingRows(pieces: 17, dropsPages: dropsPages)
            blends.withUnsafeBufferPointer {
                BlendKernel(features: rows.store, columns: []).compose($0, into: output.region.start)
            }
            #expect(rows.drops == expected)
        }
    }

    @Test("the same for a pass over the rows of a class that lie far apart")
    func statistics() throws {
        let sparse = StoredArray((0..<17).map { Int64($0 * DroppingRows.rowsPerPiece) })
        for (dropsPages, expected) in [(false, 0), (true, 6)] {
            let rows = DroppingRows(pieces: 17, dropsPages: dropsPages)
            // Two passes: means, then deviations.
            let found = try ColumnStatistics(of: rows.store, rows: .listed(sparse), threads: 2)
            #expect(found.mean == [0])
            #expect(rows.drops == expected)
        }
    }
}

/// Rows of one float, all 0, that count how often pages are given back.
private final class DroppingRows: Sendable {
    /// A touch brings in two megabytes at most.
    static let rowsPerPiece = 1 << 19

    let store: RowStore
    private let counter: Counter

    private final class Counter: Sendable { let count = Mutex(0) }

    init(pieces: Int, dropsPages: Bool) {
        let (counter, rows) = (Counter(), pieces * Self.rowsPerPiece)
        let plain = MemoryStorage().makeRegion(named: "rows", byteCount: 4 * rows)
        let region = Region(
            start: plain.start, byteCount: plain.byteCount, discard: { _ in counter.count.withLock { $0 += 1 } },
            release: { withExtendedLifetime(plain) {} })
        store = RowStore(elementType: .float32, rowShape: [1], count: rows, region: region, dropsPages: dropsPages)
        self.counter = counter
    }

    var drops: Int { counter.count.withLock { $0 } }
}
