import BallastCore
import BallastFormats

/// Finds rows whose features are equal in every bit, by sorting a hash of each.
struct DuplicateSearch {
    private let table: InputTable
    private let threads: Int

    init(_ table: InputTable, threads: Int) {
        self.table = table
        self.threads = threads
    }

    private struct Entry: BitwiseCopyable, Sendable {
        var hash: RowHash
        var label: Int32
    }

    private static let blockRows = 16_384

    /// - Complexity: O(values + rows · log rows) time, 24 bytes a row.
    func duplicates(in storage: some Storage) throws -> InspectionReport.Duplicates {
        let entries = try StoredArray<Entry>(named: "row-hashes", count: table.rowCount, in: storage)
        let blocks = (table.rowCount + Self.blockRows - 1) / Self.blockRows
        try Parallel.forEach(blocks, threads: threads) { block in
            for row in block * Self.blockRows..<min((block + 1) * Self.blockRows, table.rowCount) {
                entries[row] = Entry(hash: RowHash(numbers(row), codes(row)), label: table.labels[row])
            }
        }
        var sorted = entries.elements
        sorted.sort { $0.hash < $1.hash }
        var found = InspectionReport.Duplicates(rows: 0, conflicting: 0)
        var start = 0
        while start < entries.count {
            var end = start + 1
            var hasConflict = false
            while end < entries.count, entries[end].hash == entries[start].hash {
                hasConflict = hasConflict || entries[end].label != entries[start].label
                end += 1
            }
            found.rows += end - start - 1
            if hasConflict { found.conflicting += end - start }
            start = end
        }
        return found
    }

    private func numbers(_ row: Int) -> UnsafeRawBufferPointer {
        guard let features = table.features else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return features.bytes(ofRow: row)
    }

    private func codes(_ row: Int) -> UnsafeRawBufferPointer {
        guard let codes = table.categorical else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(codes[row])
    }
}
