import BallastCore
import BallastFormats

/// What the values of one shard add up to, against the manifest. Rows come in order.
struct ShardTotals {
    private let shard: VerifiedSet.Shard
    private let layout: ShardLayout
    private let digest: ShardDigest
    private var classCounts: [Int]
    private var softMass: [Double]
    private var weightedMass: [Double]
    private var synthetic = 0

    init(_ layout: ShardLayout, _ shard: VerifiedSet.Shard, classCount: Int) {
        self.shard = shard
        self.layout = layout
        digest = ShardDigest(layout, rows: shard.summary.rows)
        classCounts = [Int](repeating: 0, count: classCount)
        softMass = [Double](repeating: 0, count: classCount)
        weightedMass = softMass
    }

    mutating func add(_ rows: ShardRows) {
        digest.update(rows)
        for label in rows.values(.label, as: Int32.self) where label >= 0 && Int(label) < classCounts.count {
            classCounts[Int(label)] += 1
        }
        synthetic += rows.values(.synthetic, as: UInt8.self).reduce(0) { $0 + Int($1) }
        addMass(rows)
    }

    /// In row order: the sum is the same in every bit.
    private mutating func addMass(_ rows: ShardRows) {
        let dense = rows.values(.softLabel, as: Float.self)
        let weights = rows.values(.weight, as: Float.self)
        let classes = softMass.count
        if !dense.isEmpty {
            for row in 0..<rows.count {
                for c in 0..<classes { add(Double(dense[row * classes + c]), of: c, weights[row]) }
            }
            return
        }
        let sparse = SparseLabels(rows)
        for row in 0..<rows.count {
            sparse.forEachEntry(ofRow: row) { if $0 >= 0 && $0 < classes { add(Double($1), of: $0, weights[row]) } }
            let share = sparse.share(ofUnlisted: classes, row)
            if share > 0 {
                for c in 0..<classes where !sparse.lists(c, row) { add(share, of: c, weights[row]) }
            }
        }
    }

    private mutating func add(_ share: Double, of c: Int, _ weight: Float) {
        softMass[c] += share
        weightedMass[c] += Double(weight) * share
    }

    func check(_ log: inout FindingLog) {
        let right = shard.summary
        log.examine(.totals)
        func expect<Value: Equatable>(_ found: Value, _ right: Value, _ name: String) {
            if found != right {
                log.add(.totals, shard.name, "\(name) is \(found) by its values; the manifest says \(right)")
            }
        }
        expect(digest.hexadecimal, right.contentDigest, "the content digest")
        expect(classCounts, right.classCounts, "the number of rows of each class")
        expect(synthetic, right.synthetic, "the number of synthetic rows")
        // With a rest the share of one unlisted class is known only after it was divided and rounded.
        let hasRest = layout.field(.softLabel) == nil && layout.field(.softRest) != nil
        func expectMass(_ found: [Double], _ right: [Double], _ name: String) {
            let isEqual = zip(found, right).allSatisfy { hasRest ? abs($0 - $1) <= 1e-6 * max(1, $1) : $0 == $1 }
            if !isEqual { expect(found, right, name) }
        }
        expectMass(softMass, right.softMass, "the soft mass of each class")
        expectMass(weightedMass, right.weightedMass, "the weighted mass of each class")
    }
}

/// The sparse form of the soft labels of some rows.
struct SparseLabels {
    private let classes: UnsafeBufferPointer<Int32>
    private let shares: UnsafeBufferPointer<Float>
    private let rest: UnsafeBufferPointer<Float>
    /// Entries of a row.
    let width: Int

    init(_ rows: ShardRows) {
        classes = rows.values(.softIndex)
        shares = rows.values(.softWeight)
        rest = rows.values(.softRest)
        width = rows.layout.field(.softIndex)?.elementsPerRow ?? 0
    }

    /// Calls `body` with class and share of every entry, padding left out.
    func forEachEntry(ofRow row: Int, _ body: (Int, Float) -> Void) {
        for entry in row * width..<(row + 1) * width where classes[entry] != -1 {
            body(Int(classes[entry]), shares[entry])
        }
    }

    func entry(_ entry: Int, _ row: Int) -> (class: Int32, share: Float) {
        (classes[row * width + entry], shares[row * width + entry])
    }

    func lists(_ c: Int, _ row: Int) -> Bool { classes[row * width..<(row + 1) * width].contains(Int32(c)) }

    /// The mass of all classes that are not listed.
    func rest(_ row: Int) -> Float { rest.isEmpty ? 0 : rest[row] }

    /// The share of each class that is not listed.
    func share(ofUnlisted classCount: Int, _ row: Int) -> Double {
        let unlisted = classCount - (0..<width).count { self.entry($0, row).class != -1 }
        return unlisted > 0 ? Double(rest(row)) / Double(unlisted) : 0
    }
}
