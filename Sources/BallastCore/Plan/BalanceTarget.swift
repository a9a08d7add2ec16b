/// How many rows each class is to have.
public enum BalanceTarget: Sendable {
    /// As many as the most frequent class.
    case majority
    /// As many as the named class.
    case likeClass(String)
    /// So many rows a class.
    case rows(Int64)
    /// `⌊r · n_max⌋`, r in (0, 1].
    case ratio(ExactDecimal)
    /// Rows of the named classes; the others keep theirs.
    case counts([String: Int64])
    /// `⌊f · n_c⌋` for the named classes; the others keep theirs.
    case multiply([String: ExactDecimal])
    /// `⌊f · n_c⌋` for every class.
    case multiplyAll(ExactDecimal)
    /// `n_max · (n_c / n_max)^q`, q in [0, 1], rounded to nearest, ties to even.
    case temper(ExactDecimal)
    /// So many rows added in all, whatever their class; methods with one stratum only.
    case added(Int64)

    /// Rows to add to each stratum.
    ///
    /// Ratio, temper and the like never remove rows: a class above its target stays as it is, with a notice.
    /// - Throws: ``SynthesisError`` where counts ask for fewer rows than there are, a name is no class, a class is empty, or
    ///   there would be more than 2⁴⁴ training rows.
    public func quotas(_ strata: Strata, counts: [Int64], classNames: [String], notices: NoticeLog) throws -> [Int64] {
        for (name, count) in zip(classNames, counts) where count == 0 {
            throw SynthesisError("class '\(name)' has no training row; there is nothing to learn it from")
        }
        let quotas =
            switch strata {
            case .everything: [try added(to: counts.reduce(0, +))]
            case .classes: zip(try targets(counts, classNames, notices), counts).map { max(0, $0 - $1) }
            }
        let total = (quotas + counts).reduce(Int128(0)) { $0 + Int128($1) }
        guard total <= Self.mostRows else {
            throw SynthesisError("the balance asks for \(total) training rows; at most \(Self.mostRows) can be made")
        }
        return quotas
    }

    /// Far more than any disk holds, and little enough that sums of rows cannot overflow.
    private static let mostRows: Int128 = 1 << 44

    /// For methods with one stratum; by default as many rows as there are.
    private func added(to count: Int64) throws -> Int64 {
        switch self {
        case .added(let rows): return rows
        case .multiplyAll(let factor): return max(0, try product(factor, count) - count)
        default: preconditionFailure("a recipe pairs this balance with methods that count by class only")
        }
    }

    /// Rows that each class may keep where rows above the target are dropped.
    ///
    /// - Throws: ``SynthesisError`` for a name that is no class.
    public func kept(counts: [Int64], classNames: [String]) throws -> [Int64] {
        switch self {
        case .likeClass(let name):
            let target = counts[try index(of: name, classNames, "balance.to")]
            return counts.map { min($0, target) }
        case .rows(let rows): return counts.map { min($0, rows) }
        case .counts(let wanted):
            var kept = counts
            for (name, rows) in wanted.sorted(by: { $0.key < $1.key }) {
                let c = try index(of: name, classNames, "balance.counts")
                kept[c] = min(kept[c], rows)
            }
            return kept
        case .majority, .ratio, .multiply, .multiplyAll, .temper, .added: return counts
        }
    }

    private func targets(_ counts: [Int64], _ names: [String], _ notices: NoticeLog) throws -> [Int64] {
        let largest = counts.max() ?? 0
        switch self {
        case .majority: return counts.map { _ in largest }
        case .likeClass(let name):
            return atLeast(counts[try index(of: name, names, "balance.to")], counts, names, notices)
        case .rows(let rows): return atLeast(rows, counts, names, notices)
        case .ratio(let ratio): return try atLeast(product(ratio, largest), counts, names, notices)
        case .counts(let wanted):
            return try exactly(wanted, counts, names, "balance.counts") { rows, _ in rows }
        case .multiply(let factors):
            return try exactly(factors, counts, names, "balance.multiply") { try product($0, $1) }
        case .multiplyAll(let factor): return try counts.map { try product(factor, $0) }
        case .temper(let q): return counts.map { Self.tempered($0, largest, q) }
        case .added: preconditionFailure("a recipe pairs balance.rows with methods of one stratum only")
        }
    }

    /// q = 0 and 1 exactly; see algorithms of Kang et al., "Decoupling representation and classifier", ICLR 2020.
    static func tempered(_ count: Int64, _ largest: Int64, _ q: ExactDecimal) -> Int64 {
        if q.digits == 0 { return largest }
        if q.digits == 1 && q.scale == 0 { return count }
        let share = ExactMath.pow(Double(count) / Double(largest), q.double)
        return max(count, Int64((Double(largest) * share).rounded(.toNearestOrEven)))
    }

    private func atLeast(_ target: Int64, _ counts: [Int64], _ names: [String], _ notices: NoticeLog) -> [Int64] {
        // The largest class is expected to be above a ratio of itself; anything else is worth saying.
        let largest = counts.max() ?? 0
        for (name, count) in zip(names, counts) where count > target {
            if case .ratio = self, count == largest { continue }
            notices.add("class '\(name)' keeps its \(count) rows: the target is \(target) and rows are not removed")
        }
        return counts.map { max($0, target) }
    }

    private func exactly<Value>(
        _ wanted: [String: Value], _ counts: [Int64], _ names: [String], _ key: String,
        _ rows: (Value, Int64) throws -> Int64
    ) throws -> [Int64] {
        var targets = counts
        for (name, value) in wanted.sorted(by: { $0.key < $1.key }) {
            let c = try index(of: name, names, key)
            targets[c] = try rows(value, counts[c])
            guard targets[c] >= counts[c] else {
                throw SynthesisError(
                    "\(key) asks for \(targets[c]) rows of class '\(name)', which has \(counts[c]); "
                        + "rows are not removed, ask for at least as many")
            }
        }
        return targets
    }

    private func index(of name: String, _ names: [String], _ key: String) throws -> Int {
        if let index = names.firstIndex(of: name) { return index }
        throw SynthesisError(
            "class '\(name)' is named in \(key) but has no row; name one of: \(names.joined(separator: ", "))")
    }

    private func product(_ factor: ExactDecimal, _ count: Int64) throws -> Int64 {
        if let rows = factor.floor(times: count) { return rows }
        throw SynthesisError("\(factor) times \(count) rows is more than can be counted")
    }
}
