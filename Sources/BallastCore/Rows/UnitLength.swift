import Synchronization

extension RowStore {
    /// The given rows scaled to length 1, `float(x / ‖x‖)`, so that the euclidean distance of two is that of their angle.
    /// ‖x‖² is summed in eight lanes. A row of zeros has no direction and stays.
    ///
    /// - Parameter name: of the region in `storage`, 4 bytes per element.
    /// - Returns: a store of as many rows, in which those of the list are filled in, and how many of them are zeros.
    /// - Complexity: O(rows · width) on `threads` threads.
    public func scaledToUnitLength(
        _ rows: RowList, named name: String, in storage: any Storage, threads: Int
    ) throws -> (rows: RowStore, zeros: Int) {
        let zeros = Atomic<Int>(0)
        let width = width
        let unit = try RowPass(source: self, rows: rows, threads: threads).floats(
            width: width, named: name, in: storage
        ) { row, target in
            let length = LaneSum.dot(row.start, row.start, octets: row.octets).squareRoot()
            if length == 0 { zeros.wrappingAdd(1, ordering: .relaxed) }
            let elements = row.elements
            for j in 0..<width { target[j] = length == 0 ? 0 : Float(elements[j] / length) }
        }
        return (unit, zeros.load(ordering: .relaxed))
    }
}
