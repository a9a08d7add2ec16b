import BallastCore
import Testing

@Suite("neighbour search") struct NeighborsSearchTests {
    @Test(
        "every strategy finds the neighbours of the definition: in a self-join, among other rows, among some of each",
        arguments: NeighborsCase.all)
    func definition(data: NeighborsCase) throws {
        let reference = NeighborsReference(in: data.space, count: data.count)
        let rows = (0..<data.count).map(Int64.init)
        try expect(reference, data, queries: rows, references: rows)
        try expect(reference, data, queries: rows.filter { $0 % 3 == 1 }, references: rows.filter { $0 % 3 != 1 })
        try expect(reference, data, queries: rows.filter { $0 % 4 != 0 }, references: rows.filter { $0 % 5 != 1 })
    }

    @Test("rows enough for many blocks and boxes give one table by every strategy", arguments: [2, 9])
    func manyBlocks(width: Int) throws {
        let data = NeighborsCase("clusters", NeighborsCase.clusteredRows(900, width, spread: 3))
        let rows = (0..<900).map(Int64.init)
        let expected = try search(data, k: 4, queries: rows, references: rows, .float64, .automatic, threads: 2)
        for strategy in NeighborStrategy.allCases {
            let result = try search(data, k: 4, queries: rows, references: rows, strategy, .automatic, threads: 2)
            #expect(Array(result.table.rows.elements) == Array(expected.table.rows.elements), "\(strategy)")
        }
    }

    @Test("bytes are chosen where they separate rows, float32 where they do not")
    func choice() throws {
        func chosen(spread: Float, count: Int, queries: Int) throws -> NeighborStrategy {
            let rows = NeighborsCase.clusteredRows(count, 60, spread: spread)
            let data = NeighborsCase("clusters", rows, weights: Array(repeating: 1, count: 60))
            var search = NeighborSearch(in: data.space, storage: MemoryStorage(), threads: 2)
            search.fewestByteReferences = 500
            search.fewestByteQueries = 100
            let all = (0..<count).map(Int64.init)
            return try search.nearest(
                k: 1, of: StoredArray(Array(all[0..<queries])), among: StoredArray(all), tableName: "neighbors"
            ).strategy
        }
        #expect(try chosen(spread: 3, count: 1800, queries: 1800) == .bytePairs)
        #expect(try chosen(spread: 1e5, count: 600, queries: 600) == .float32Pairs)
        #expect(try chosen(spread: 3, count: 600, queries: 400) == .bytes)
        #expect(try chosen(spread: 1e5, count: 600, queries: 400) == .float32)
    }

    @Test("one reference is everyone's neighbour but its own")
    func oneReference() throws {
        let data = NeighborsCase("three rows", [[1], [2], [9]])
        let alone = try search(data, k: 5, queries: [0, 2], references: [1], .automatic, .automatic, threads: 1)
        #expect(Array(alone.table.rows.elements) == [1, 1])
        let own = try search(data, k: 5, queries: [0, 1], references: [1], .automatic, .automatic, threads: 1)
        #expect(own.table.k == 0)
    }

    @Test("no references, no queries or no neighbours wanted give an empty table")
    func empty() throws {
        let data = NeighborsCase("three rows", [[1], [2], [9]])
        for (k, queries, references) in [(5, [0], []), (5, [], [0, 1]), (0, [0, 1], [0, 1])]
            as [(Int, [Int64], [Int64])]
        {
            let result = try search(
                data, k: k, queries: queries, references: references, .automatic, .automatic, threads: 2)
            #expect(result.table.k == 0 && result.table.rows.count == 0)
        }
    }

    private func expect(
        _ reference: NeighborsReference, _ data: NeighborsCase, queries: [Int64], references: [Int64]
    ) throws {
        let shared = !Set(queries).isDisjoint(with: references)
        let k = max(0, min(data.k, references.count - (shared ? 1 : 0)))
        let (rows, bits) = reference.nearest(k: k, of: queries, among: references)
        for strategy in NeighborStrategy.allCases {
            for (kernels, threads) in [
                (NeighborKernels.automatic, data.count % 3 + 1), (.avx512, 2), (.avx2, 1), (.portable, 2),
            ] {
                let result = try search(
                    data, k: data.k, queries: queries, references: references, strategy, kernels, threads: threads)
                #expect(result.table.k == k)
                #expect(Array(result.table.rows.elements) == rows, "\(strategy), \(kernels), \(threads) threads")
                #expect(result.squaredDistances.elements.map(\.bitPattern) == bits)
            }
        }
    }

    private func search(
        _ data: NeighborsCase, k: Int, queries: [Int64], references: [Int64], _ strategy: NeighborStrategy,
        _ kernels: NeighborKernels, threads: Int
    ) throws -> NeighborResult {
        var search = NeighborSearch(in: data.space, storage: MemoryStorage(), threads: threads)
        search.strategy = strategy
        search.kernels = kernels
        return try search.nearest(
            k: k, of: StoredArray(queries), among: StoredArray(references), tableName: "neighbors")
    }
}
