/// Class shares of some rows, in float64: a few classes by name and one share for each of all the others.
///
/// Row i names `entryCounts[i]` classes, at most ``capacity``, in ascending order; every class it does not name has the
/// share `background[i]`. So a row of 8,142 classes costs what its two parents cost.
public struct SoftLabels: Sendable {
    /// All classes, named by a row or not.
    public let classCount: Int
    /// Entries a row has room for.
    public let capacity: Int
    /// Rows.
    public let count: Int
    /// Classes that each row names, at most ``capacity``.
    public private(set) var entryCounts: [Int]
    /// Share of each class that the row does not name, 0 … 1.
    public var background: [Double]
    private var classes: [Int32]
    private var shares: [Double]

    public init(count: Int, classCount: Int, capacity: Int) {
        self.count = count
        self.classCount = classCount
        self.capacity = min(capacity, classCount)
        entryCounts = [Int](repeating: 0, count: count)
        background = [Double](repeating: 0, count: count)
        classes = [Int32](repeating: -1, count: count * self.capacity)
        shares = [Double](repeating: 0, count: count * self.capacity)
    }

    /// Class of entry `entry` of `row`.
    public func classOf(_ entry: Int, ofRow row: Int) -> Int32 { classes[row * capacity + entry] }

    /// Share of entry `entry` of `row`.
    public subscript(row: Int, entry: Int) -> Double {
        get { shares[row * capacity + entry] }
        set { shares[row * capacity + entry] = newValue }
    }

    /// The whole row is class `c`.
    public mutating func set(_ row: Int, to c: Int32) {
        entryCounts[row] = 1
        background[row] = 0
        classes[row * capacity] = c
        shares[row * capacity] = 1
    }

    /// Two classes share the row; `second` has `share`, `first` the rest. Equal classes make a hard label.
    public mutating func set(_ row: Int, first: Int32, second: Int32, share: Double) {
        guard first != second else { return set(row, to: first) }
        let start = row * capacity
        let at = first < second ? 0 : 1
        entryCounts[row] = 2
        background[row] = 0
        (classes[start + at], shares[start + at]) = (first, 1 - share)
        (classes[start + 1 - at], shares[start + 1 - at]) = (second, share)
    }

    /// The same as ``set(_:first:second:share:)``, but a row that names every class goes on doing so.
    mutating func share(_ row: Int, _ first: Int32, _ second: Int32, secondShare: Double) {
        let namesAll = entryCounts[row] == classCount
        set(row, first: first, second: second, share: secondShare)
        if namesAll { nameEveryClass(inRow: row) }
    }

    /// Names every class. The capacity must be the number of classes.
    public mutating func nameEveryClass(inRow row: Int) {
        precondition(capacity == classCount)
        let all = (0..<Int32(classCount)).map { share(of: $0, inRow: row) }
        entryCounts[row] = classCount
        background[row] = 0
        for c in 0..<classCount { (classes[row * capacity + c], shares[row * capacity + c]) = (Int32(c), all[c]) }
    }

    /// `(1 − share) q + share · p` for the classes and shares of p, in class order; p is 0 for all others.
    ///
    /// The row must have room for the classes of both.
    mutating func mix(_ row: Int, with named: [(class: Int32, share: Double)], share: Double) {
        let start = row * capacity
        let old = (0..<entryCounts[row]).map { (classes[start + $0], shares[start + $0]) }
        let rest = background[row]
        var (i, j, count) = (0, 0, 0)
        while i < old.count || j < named.count {
            let (c, d) = (i < old.count ? old[i].0 : .max, j < named.count ? named[j].class : .max)
            let kept = (1 - share) * (c <= d ? old[i].1 : rest)
            precondition(count < capacity, "a rule names more classes than it said")
            classes[start + count] = min(c, d)
            shares[start + count] = d <= c ? kept + share * named[j].share : kept
            if c <= d { i += 1 }
            if d <= c { j += 1 }
            count += 1
        }
        entryCounts[row] = count
        background[row] = (1 - share) * rest
    }

    /// The share of any class.
    public func share(of c: Int32, inRow row: Int) -> Double {
        for entry in 0..<entryCounts[row] where classes[row * capacity + entry] == c { return self[row, entry] }
        return background[row]
    }

    /// `Σ_c factor(c) · q_c` in class order.
    /// - Complexity: O(capacity), O(classes) for a row with a background.
    public func sum(ofRow row: Int, times factor: (Int) -> Double) -> Double {
        var sum = 0.0
        forEachShare(ofRow: row) { c, share in sum += factor(c) * share }
        return sum
    }

    /// Calls `body` in class order with every class that may have a share in a row, and the share.
    @inline(__always)
    private func forEachShare(ofRow row: Int, _ body: (Int, Double) -> Void) {
        let rest = background[row]
        var next = 0
        for entry in 0..<entryCounts[row] {
            let c = Int(classOf(entry, ofRow: row))
            if rest != 0 { for unnamed in next..<c { body(unnamed, rest) } }
            body(c, self[row, entry])
            next = c + 1
        }
        if rest != 0 { for unnamed in next..<classCount { body(unnamed, rest) } }
    }

    /// The same with the share as it is stored.
    func forEachStoredShare(ofRow row: Int, _ body: (Int, Double) -> Void) {
        forEachShare(ofRow: row) { body($0, Double(StoredLabels.stored($1))) }
    }

    /// ``sum(ofRow:times:)`` of the shares as they are stored.
    func storedSum(ofRow row: Int, times factor: (Int) -> Double) -> Double {
        var sum = 0.0
        forEachStoredShare(ofRow: row) { c, share in sum += factor(c) * share }
        return sum
    }

    /// Adds each row's shares, rounded as they are stored and times the row's weight, to `mass`, in row order.
    ///
    /// - Parameter weights: one per row; nil: all 1.
    public func addStoredShares(to mass: inout [Double], weights: UnsafeBufferPointer<Float>? = nil) {
        for row in 0..<count {
            let weight = weights.map { Double($0[row]) } ?? 1
            forEachStoredShare(ofRow: row) { c, share in mass[c] += weight * share }
        }
    }
}
