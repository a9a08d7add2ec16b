import CKernels

/// The k best references found so far for every query, ordered by (squared distance, row number).
///
/// Distances are those of the defined arithmetic, so the lists end up the same in whatever order pairs are offered, and
/// a pair may be offered more than once.
final class CandidateLists: @unchecked Sendable {
    // Sendable: a list has one writer at a time; searches that share lists hold the list's lock.
    let k: Int
    let rows: StoredArray<Int64>
    let distances: StoredArray<Double>

    init(queries: Int, k: Int, in storage: some Storage, named name: String) throws {
        precondition(k > 0)
        self.k = k
        rows = try StoredArray(named: name, count: queries * k, in: storage)
        distances = try StoredArray(named: name + "-distances", count: queries * k, in: storage)
        rows.elements.update(repeating: .max)
        distances.elements.update(repeating: .infinity)
    }

    /// Asks for up to `bytes` bytes of a query's list, which is needed soon.
    func prefetch(_ query: Int, bytes: Int) {
        guard let rows = rows.elements.baseAddress, let distances = distances.elements.baseAddress else { return }
        ballast_prefetch(rows + query * k, min(bytes, k * MemoryLayout<Int64>.stride))
        ballast_prefetch(distances + query * k, min(bytes, k * MemoryLayout<Double>.stride))
    }

    /// The squared distance of the worst candidate of a query; infinite until k are known.
    func bound(of query: Int) -> Double { distances.elements[query * k + k - 1] }

    /// Offers a reference to a query. Returns whether it is among the best so far and was not known.
    /// - Complexity: O(k)
    func offer(_ row: Int64, at distance: Double, to query: Int) -> Bool {
        let first = query * k
        let rows = rows.elements
        let distances = distances.elements
        var slot = first + k
        while slot > first {
            let known = distances[slot - 1]
            if known < distance || (known == distance && rows[slot - 1] <= row) { break }
            slot -= 1
        }
        if slot == first + k || (slot > first && rows[slot - 1] == row) { return false }
        var last = first + k - 1
        while last > slot {
            rows[last] = rows[last - 1]
            distances[last] = distances[last - 1]
            last -= 1
        }
        rows[slot] = row
        distances[slot] = distance
        return true
    }
}
