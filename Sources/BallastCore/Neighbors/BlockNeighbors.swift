/// For each block of consecutive rows the blocks whose centres are nearest.
///
/// - Complexity: O(blocks² · width)
struct BlockNeighbors: Sendable {
    private let later: [[Int]]

    /// Blocks listed for each.
    private static let listed = 6

    init(of rows: FloatRows, count: Int, blockSize: Int, threads: Int) throws {
        let blocks = (count + blockSize - 1) / blockSize
        let centers = AlignedBuffer<Float>(count: blocks * rows.stride, repeating: 0)
        let stride = rows.stride
        try Parallel.forEach(blocks, threads: threads) { block in
            let center = centers.start + block * stride
            let members = block * blockSize..<min((block + 1) * blockSize, count)
            for row in members { for column in 0..<stride { center[column] += rows[row][column] } }
            for column in 0..<stride { center[column] /= Float(members.count) }
        }
        let lists = AlignedBuffer<Int32>(count: blocks * Self.listed, repeating: -1)
        try Parallel.forEach(blocks, threads: threads) { block in
            let own = centers.start + block * stride
            var best: [(distance: Float, block: Int32)] = []
            for other in 0..<blocks where other != block {
                let distance = rows.squaredDistance(own, centers.start + other * stride)
                if best.count == Self.listed, distance >= best[Self.listed - 1].distance { continue }
                best.insert((distance, Int32(other)), at: best.firstIndex { $0.distance > distance } ?? best.count)
                if best.count > Self.listed { best.removeLast() }
            }
            for (index, entry) in best.enumerated() { lists[block * Self.listed + index] = entry.block }
        }
        var later = [[Int]](repeating: [], count: blocks)
        for block in 0..<blocks {
            for index in 0..<Self.listed where lists[block * Self.listed + index] >= 0 {
                let other = Int(lists[block * Self.listed + index])
                let (first, second) = (min(block, other), max(block, other))
                if !later[first].contains(second) { later[first].append(second) }
            }
        }
        self.later = later.map { $0.sorted() }
    }

    /// The blocks after `block` that are among its nearest, or have it among theirs.
    func later(than block: Int) -> [Int] { later[block] }

    /// The blocks after `block` that are not among ``later(than:)``, as runs.
    func runs(after block: Int, of blocks: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var first = block + 1
        for other in later[block] {
            if first < other { runs.append(first..<other) }
            first = other + 1
        }
        if first < blocks { runs.append(first..<blocks) }
        return runs
    }
}
