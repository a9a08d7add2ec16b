/// The training rows and room for a block of candidates in one row store, so that a search can compare them.
struct JudgedBlock: Sendable {
    private let context: SynthesisContext
    private let sampler: any Sampler
    /// Candidates that there is room for.
    let capacity: Int
    private let features: RowStore?
    private let categorical: CodeStore?
    private let originals: StoredArray<Int64>
    private let spaces: [NeighborSpace]

    /// Room for candidates, at most; and at least so many, however wide they are.
    private static let blockBytes = 32 << 20
    private static let (leastRows, mostRows) = (256, 32_768)

    init(_ context: SynthesisContext, _ sampler: any Sampler) throws {
        self.context = context
        self.sampler = sampler
        let population = context.population
        let count = population.training.count
        let total = Int(clamping: context.quotas.reduce(0, +))
        let rowBytes = max(1, population.features?.bytesPerRow ?? 1)
        let room = max(1, min(total, max(Self.leastRows, min(Self.mostRows, Self.blockBytes / rowBytes))))
        originals = StoredArray((0..<Int64(count)).map { $0 })
        capacity = room
        let copy = try population.features.map { try Self.copy(of: $0, context, room: room) }
        let codes = try population.categorical.map { try Self.copy(of: $0, context, room: room) }
        (features, categorical) = (copy, codes)
        spaces = try (0..<population.classCount).map { c in
            var space = try context.space(ofClass: c)
            space.features = copy
            space.categorical = codes
            return space
        }
    }

    private static func copy(of features: RowStore, _ context: SynthesisContext, room: Int) throws -> RowStore {
        let (training, bytes) = (context.population.training, features.bytesPerRow)
        let region = try context.storage.makeRegion(
            named: context.tableName("judged-rows"), byteCount: (training.count + room) * bytes)
        for index in 0..<training.count {
            (region.start + index * bytes).copyMemory(from: features.start + training[index] * bytes, byteCount: bytes)
        }
        return RowStore(
            elementType: features.elementType, rowShape: features.rowShape, count: training.count + room, region: region
        )
    }

    private static func copy(of codes: CodeStore, _ context: SynthesisContext, room: Int) throws -> CodeStore {
        let training = context.population.training
        let copy = try StoredArray<Int32>(
            named: context.tableName("judged-codes"), count: (training.count + room) * codes.width, in: context.storage)
        for index in 0..<training.count {
            for (j, code) in codes[training[index]].enumerated() { copy[index * codes.width + j] = code }
        }
        return CodeStore(codes: copy, width: codes.width)
    }

    /// Makes the candidates' rows and finds their nearest originals.
    func seat(_ candidates: [Candidate], reach: Int) throws -> SeatedRows {
        let blends = try blends(of: candidates)
        try compose(blends)
        let labels = blends.map(label)
        let k = min(reach, originals.count)
        let nearest = StoredArray<Int64>(repeating: 0, count: candidates.count * k)
        let squares = StoredArray<Double>(repeating: 0, count: candidates.count * k)
        // Nominal columns weigh differently in each class.
        let groups = categorical == nil ? [labels.indices.map { $0 }] : Self.byClass(labels, spaces.count)
        for (c, members) in groups.enumerated() where !members.isEmpty {
            let queries = StoredArray(members.map { Int64(originals.count + $0) })
            let found = try context.search(
                k: k, of: queries, among: originals, in: spaces[c], storage: MemoryStorage(), tableName: "judged")
            for (query, index) in members.enumerated() {
                for (place, copy) in found.table[query].enumerated() {
                    nearest[index * k + place] = Int64(context.population.training[Int(copy)])
                    squares[index * k + place] = found.squaredDistances[query * k + place]
                }
            }
        }
        return SeatedRows(
            labels: labels, k: k, nearest: nearest, squaredDistances: squares, first: Int64(originals.count),
            distances: spaces.map { RowDistance(in: $0, kernels: .automatic) }, training: context.population.training)
    }

    private static func byClass(_ labels: [Int32], _ count: Int) -> [[Int]] {
        var groups = [[Int]](repeating: [], count: count)
        for (index, label) in labels.enumerated() { groups[Int(label)].append(index) }
        return groups
    }

    /// The class that has the larger share in the row; at a tie, its own.
    private func label(_ blend: Blend) -> Int32 {
        let labels = context.population.labels
        if blend.weight > 0.5 && blend.partner >= 0 { return labels[Int(blend.partner)] }
        return blend.ownClass(labels[Int(blend.base)])
    }

    private func blends(of candidates: [Candidate]) throws -> [Blend] {
        let count = candidates.count
        return try [Blend](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let first = buffer.baseAddress else { return }
            // Every element is written by one thread.
            nonisolated(unsafe) let start = first
            try Parallel.forEachChunk(of: count, size: 256, threads: context.threads) { indices in
                for index in indices { (start + index).initialize(to: sampler.blend(candidates[index])) }
            }
            initialized = count
        }
    }

    private func compose(_ blends: [Blend]) throws {
        let columns = context.population.columns
        let source = context.population.features
        let kernel = source.map { BlendKernel(features: $0, columns: columns) }
        let nominal = context.population.categorical.map { NominalKernel(codes: $0) }
        try Parallel.forEachChunk(of: blends.count, size: 256, threads: context.threads) { range in
            let first = originals.count + range.lowerBound
            blends[range].withUnsafeBufferPointer { blends in
                if let kernel, let features {
                    kernel.compose(blends, points: sampler.points, into: features.start(ofRow: first))
                }
                if let nominal, let categorical, let start = categorical.codes.elements.baseAddress {
                    nominal.compose(blends, sampler: sampler, into: start + first * categorical.width)
                }
            }
        }
    }
}

/// Candidates with their nearest originals, ready to be judged.
struct SeatedRows: Sendable {
    let labels: [Int32]
    let k: Int
    let nearest: StoredArray<Int64>
    let squaredDistances: StoredArray<Double>
    /// Row of the first candidate in the common store.
    let first: Int64
    /// Of each class.
    let distances: [RowDistance]
    let training: RowList

    func row(_ index: Int) -> JudgedRow {
        let bounds = index * k..<(index + 1) * k
        let distance = distances[Int(labels[index])]
        return JudgedRow(
            original: nil, label: labels[index], nearest: nearest[bounds], squaredDistances: squaredDistances[bounds]
        ) { [training, first] original in
            distance.squared(first + Int64(index), Int64(training.index(of: original)))
        }
    }
}

extension RowList {
    /// Where a row of the list stands; where it would stand, if it is not in the list.
    /// - Complexity: O(log n).
    fileprivate func index(of row: Int64) -> Int {
        guard case .listed(let rows) = self else { return Int(row) }
        return rows.elements.firstIndex(notBelow: row)
    }
}
