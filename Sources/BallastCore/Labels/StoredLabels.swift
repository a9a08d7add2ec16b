/// Soft labels as shards hold them: rounded once to float32, dense or sparse, with the hard label.
public enum StoredLabels {
    /// How soft labels are written.
    public enum Form: String, Codable, CaseIterable, Sendable { case dense, sparse, both }

    /// The share of one class, rounded.
    public static func stored(_ share: Double) -> Float { Float(share) }

    /// Writes `[rows, classes]` shares.
    public static func writeDense(_ labels: SoftLabels, into output: UnsafeMutablePointer<Float>) {
        for row in 0..<labels.count {
            let target = output + row * labels.classCount
            target.update(repeating: stored(labels.background[row]), count: labels.classCount)
            for entry in 0..<labels.entryCounts[row] {
                target[Int(labels.classOf(entry, ofRow: row))] = stored(labels[row, entry])
            }
        }
    }

    /// Writes `[rows, capacity]` classes, by share descending, ties by class; −1 where there are fewer.
    public static func writeSparseIndex(_ labels: SoftLabels, into output: UnsafeMutablePointer<Int32>) {
        forEachPlace(labels) { row, place, entry in
            output[row * labels.capacity + place] = entry.map { labels.classOf($0, ofRow: row) } ?? -1
        }
    }

    /// Writes the shares that belong to ``writeSparseIndex(_:into:)``; 0 where there are fewer.
    public static func writeSparseWeight(_ labels: SoftLabels, into output: UnsafeMutablePointer<Float>) {
        forEachPlace(labels) { row, place, entry in
            output[row * labels.capacity + place] = entry.map { stored(labels[row, $0]) } ?? 0
        }
    }

    private static func forEachPlace(_ labels: SoftLabels, _ body: (_ row: Int, _ place: Int, _ entry: Int?) -> Void) {
        for row in 0..<labels.count {
            let weights = (0..<labels.entryCounts[row]).map { stored(labels[row, $0]) }
            let entries = weights.indices.filter { weights[$0] > 0 }
            let order = entries.sorted { (weights[$0], $1) > (weights[$1], $0) }
            for place in 0..<labels.capacity { body(row, place, place < order.count ? order[place] : nil) }
        }
    }

    /// Writes, per row, the mass of the classes that the sparse form does not list.
    public static func writeRest(_ labels: SoftLabels, into output: UnsafeMutablePointer<Float>) {
        for row in 0..<labels.count {
            let unlisted = labels.classCount - labels.entryCounts[row]
            output[row] = stored(labels.background[row] * Double(unlisted))
        }
    }

    /// Writes the class with the largest stored share; a tie goes to the row's own class (``Blend/ownClass(_:)``) if it
    /// is among the tied, else to the lowest code.
    public static func writeHard(
        _ labels: SoftLabels, ownClass: (Int) -> Int32, into output: UnsafeMutablePointer<Int32>
    ) {
        for row in 0..<labels.count {
            var best = stored(labels.background[row])
            var label = firstUnnamed(labels, row)
            for entry in 0..<labels.entryCounts[row] {
                let share = stored(labels[row, entry])
                let c = labels.classOf(entry, ofRow: row)
                if share > best || (share == best && (label < 0 || c < label)) { (best, label) = (share, c) }
            }
            let own = ownClass(row)
            output[row] = stored(labels.share(of: own, inRow: row)) == best ? own : label
        }
    }

    /// The lowest class that a row does not name; −1 if it names all.
    private static func firstUnnamed(_ labels: SoftLabels, _ row: Int) -> Int32 {
        var candidate: Int32 = 0
        for entry in 0..<labels.entryCounts[row] where labels.classOf(entry, ofRow: row) == candidate { candidate += 1 }
        return candidate < Int32(labels.classCount) ? candidate : -1
    }
}
