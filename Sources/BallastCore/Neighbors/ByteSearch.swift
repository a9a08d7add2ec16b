/// Every query against every reference through the byte filter.
///
/// References pass in blocks, each put in an order where near rows stand together, so that boxes rule most panels out and
/// memory stays at one block's image whatever their number. Rows that bytes cannot hold are compared through float32.
///
/// - Complexity: O(queries · references · width); 5 bytes per element of queries and of one block in memory
struct ByteSearch {
    private let task: NeighborTask
    private let scaling: RowScaling

    /// Queries in work at a time.
    private static let queriesPerPass = 1 << 18
    /// References of a block, and bytes of its image.
    private static let mostReferences = 1 << 16
    private static let blockBytes = 40 << 20
    /// How much coarser than for the references alone the step may be.
    private static let coarsest = 1.5

    private var referencesPerBlock: Int {
        // In float32 and in bytes, and what orders and boxes take.
        let bytes = 5 * task.distance.width + 100
        return min(Self.mostReferences, max(Self.blockBytes / bytes, FloatSearch.fewestRows))
    }

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
        let step = try step(forQueries: part)
        let firstBlock = try image(ofBlock: 0, step: step)
        let queries = try ByteImage(
            of: task.queries[part], scaling: scaling, layout: layout, step: step, threads: task.threads)
        let scan = try ByteQueryScan(
            task, queries: queries, firstQuery: part.lowerBound, axesOf: firstBlock, scale: scaling.scale)
        guard var farReferences = try meet(firstBlock: firstBlock, scan, always: always) else { return false }
        for block in 1..<max((task.references.count + referencesPerBlock - 1) / referencesPerBlock, 1) {
            let image = try image(ofBlock: block, step: step)
            let first = block * referencesPerBlock
            try scan.meet(ByteReferences(image, firstReference: first, on: scan.axes, threads: task.threads))
            farReferences += image.farIndices.map { first + $0 }
        }
        try compareFar(queries, firstQuery: part.lowerBound, farReferences)
        return true
    }

    /// Returns the references that bytes cannot hold; nil where the sample says that float32 alone is faster.
    private func meet(firstBlock image: ByteImage, _ scan: ByteQueryScan, always: Bool) throws -> [Int]? {
        let references = try ByteReferences(image, firstReference: 0, on: scan.axes, threads: task.threads)
        guard try always || scan.pays(against: references) else { return nil }
        try scan.start(with: references)
        try scan.meet(references)
        return image.farIndices
    }

    private var layout: ByteLayout { .suiting(columns: task.distance.width, kernels: task.kernels) }

    /// One that holds the queries too, where it need not be much coarser: each query that bytes cannot hold is compared
    /// with all references in float32. A few that lie far out are not worth coarse bytes for all others.
    private func step(forQueries part: Range<Int>) throws -> Double {
        let step = try ByteStep.choose(for: references(ofBlock: 0), scaling: scaling, layout, threads: task.threads)
        let own = try ByteStep.choose(for: task.queries[part], scaling: scaling, layout, threads: task.threads)
        return min(max(step, own), Self.coarsest * step)
    }

    private func references(ofBlock block: Int) -> UnsafeBufferPointer<Int64> {
        let first = block * referencesPerBlock
        return task.references[first..<min(first + referencesPerBlock, task.references.count)]
    }

    private func image(ofBlock block: Int, step: Double) throws -> ByteImage {
        try ByteImage(
            of: references(ofBlock: block), scaling: scaling, layout: layout, step: step, threads: task.threads)
    }

    private func compareFar(_ queries: ByteImage, firstQuery: Int, _ farReferences: [Int]) throws {
        let near = (0..<queries.bytes.count).map { firstQuery + Int(queries.order[$0]) }
        let rest = task.restricted(toQueries: near).restricted(toReferences: farReferences)
        try FloatSearch(rest, scaling: scaling).run()
        let far = queries.farIndices.map { firstQuery + $0 }
        try FloatSearch(task.restricted(toQueries: far), scaling: scaling).run()
    }
}
