/// Every query against every reference through the byte filter.
///
/// References pass in blocks, each put in an order where near rows stand together, so that boxes rule most panels out and
/// memory stays at one block's image whatever their number. Rows that bytes cannot hold are compared through float32.
///
/// - Complexity: O(queries · references · width); 5 bytes per element of queries and of one block in memory
struct ByteSearch {
    private let task: NeighborTask
    private let scaling: RowScaling

    /// Queries in work at a time, and references of a block.
    private static let queriesPerPass = 1 << 18
    private static let referencesPerBlock = 1 << 16

    init(_ task: NeighborTask) {
        self.task = task
        scaling = RowScaling(of: task.references, distance: task.distance)
    }

    /// Runs through; unless `always`, gives up when a sample says that float32 alone is faster. Returns whether it ran.
    func run(always: Bool) throws -> Bool {
        for first in stride(from: 0, to: task.queries.count, by: Self.queriesPerPass) {
            let part = first..<min(first + Self.queriesPerPass, task.queries.count)
            guard try run(queries: part, always: always || first > 0) else { return false }
        }
        return true
    }

    private func run(queries part: Range<Int>, always: Bool) throws -> Bool {
        let firstBlock = try image(ofBlock: 0, step: nil)
        let step = firstBlock.bytes.step
        let queries = try ByteImage(
            of: task.queries[part], scaling: scaling, layout: layout, step: step, threads: task.threads)
        let scan = try ByteQueryScan(
            task, queries: queries, firstQuery: part.lowerBound, axesOf: firstBlock, scale: scaling.scale)
        var farReferences: [Int] = []
        for block in 0..<(task.references.count + Self.referencesPerBlock - 1) / Self.referencesPerBlock {
            let first = block * Self.referencesPerBlock
            let image = block == 0 ? firstBlock : try image(ofBlock: block, step: step)
            let references = try ByteReferences(image, firstReference: first, on: scan.axes, threads: task.threads)
            if block == 0 {
                guard try always || scan.pays(against: references) else { return false }
                try scan.start(with: references)
            }
            try scan.meet(references)
            farReferences += image.farIndices.map { first + $0 }
        }
        try compareFar(queries, firstQuery: part.lowerBound, farReferences)
        return true
    }

    private var layout: ByteLayout { .suiting(columns: task.distance.width, kernels: task.kernels) }

    private func image(ofBlock block: Int, step: Double?) throws -> ByteImage {
        let first = block * Self.referencesPerBlock
        let rows = task.references[first..<min(first + Self.referencesPerBlock, task.references.count)]
        return try ByteImage(of: rows, scaling: scaling, layout: layout, step: step, threads: task.threads)
    }

    private func compareFar(_ queries: ByteImage, firstQuery: Int, _ farReferences: [Int]) throws {
        let near = (0..<queries.bytes.count).map { firstQuery + Int(queries.order[$0]) }
        let rest = task.restricted(toQueries: near).restricted(toReferences: farReferences)
        try FloatSearch(rest, scaling: scaling).run()
        let far = queries.farIndices.map { firstQuery + $0 }
        try FloatSearch(task.restricted(toQueries: far), scaling: scaling).run()
    }
}
