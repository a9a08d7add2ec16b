import BallastCore
import Testing

@Suite("Neighbour tables that scikit-learn confirms")
struct ReferenceNeighborTests {
    struct Table: Decodable, CustomTestStringConvertible {
        let name: String
        let rows, width, found: Int
        let scale: Scaling
        let values: [UInt32]
        let weights: [Hexadecimal]
        let queries, references, neighbors: [Int64]
        let codes: [Int32]?
        let codeColumns: Int?
        let mismatchWeight: Hexadecimal?

        var testDescription: String { name }
    }

    @Test("the k nearest, the row itself left out by its number, ties by row number", arguments: [1, 2])
    func tables(threads: Int) throws {
        let cases = try ReferenceVectors.cases("neighbors", "tables", as: Table.self)
        #expect(cases.count > 20)
        for known in cases {
            let store = known.width == 0 ? nil : RowStore(bits: known.values, width: known.width)
            let codes = known.codes.map { CodeStore(codes: StoredArray($0), width: known.codeColumns ?? 1) }
            let space = NeighborSpace(
                features: store, weights: known.weights.map(\.value), categorical: codes,
                mismatchWeight: known.mismatchWeight?.value ?? 0)
            if let store {
                let statistics = try ColumnStatistics(of: store, rows: .all(known.rows), threads: threads)
                #expect(known.scale.weights(statistics) == space.weights, "\(known.name)")
            }
            let table = try NeighborSearch(in: space, storage: MemoryStorage(), threads: threads).nearest(
                k: known.found, of: StoredArray(known.queries), among: StoredArray(known.references),
                tableName: "neighbors"
            ).table
            #expect((0..<table.rows.count).map { table.rows[$0] } == known.neighbors, "\(known.name)")
        }
    }
}
