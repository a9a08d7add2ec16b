/// From blends to soft labels: the parents' mixture, then the rules in recipe order.
public struct LabelPipeline: Sendable {
    private let labels: StoredArray<Int32>
    private let classCount: Int
    private let adjustments: [any LabelAdjustment]
    /// Entries of a row, known from method and rules, never from the data.
    public let capacity: Int
    /// Whether rows can have a share for the classes that they do not name.
    public let hasRest: Bool
    /// Whether every row names every class, because a rule treats the others unevenly. Then there is no sparse form.
    public let isUneven: Bool
    /// Whether a rule looks at the rows: then ``labels(of:rows:)`` needs them.
    public let looksAtRows: Bool

    /// - Parameter labels: class of each input row.
    public init(
        labels: StoredArray<Int32>, rules: [any LabelRule], context: LabelContext
    ) throws {
        self.labels = labels
        classCount = context.classCount
        var context = context
        context.labels = labels
        adjustments = try rules.map { [context] in try $0.prepare(for: context) }
        var (background, uneven, extra) = (false, false, 0)
        for rule in rules {
            uneven = uneven || rule.isUneven(onBackground: background)
            background = background || rule.spreads
            extra = min(context.classCount, extra + min(context.classCount, rule.extraClasses))
        }
        looksAtRows = rules.contains { $0.looksAtRows }
        isUneven = uneven
        hasRest = background && !uneven
        capacity = uneven ? context.classCount : min(2 + extra, context.classCount)
    }

    /// The soft labels of some rows that are not at hand: a rule that looks at them changes nothing.
    ///
    /// - Parameter classes: of their parents; nil: they are looked up.
    public func labels(of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses? = nil) -> SoftLabels {
        let classes = classes ?? ParentClasses(of: blends, labels: labels)
        var soft = mixtures(of: blends, classes)
        for adjustment in adjustments { adjustment.adjust(&soft, of: blends, classes) }
        return soft
    }

    /// The soft labels of some rows.
    ///
    /// - Parameters:
    ///   - classes: of their parents; nil: they are looked up.
    ///   - rows: the rows themselves.
    /// - Throws: what looking at the rows does.
    public func labels(
        of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses? = nil, rows: MixedRows
    ) throws -> SoftLabels {
        let classes = classes ?? ParentClasses(of: blends, labels: labels)
        var soft = mixtures(of: blends, classes)
        for adjustment in adjustments { try adjustment.adjust(&soft, of: blends, classes, rows: rows) }
        return soft
    }

    private func mixtures(of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses) -> SoftLabels {
        var soft = SoftLabels(count: blends.count, classCount: classCount, capacity: capacity)
        for (row, blend) in blends.enumerated() {
            let base = blend.ownClass(classes.base[row])
            let partner = blend.partner < 0 ? base : classes.partner[row]
            soft.set(row, first: base, second: partner, share: Double(blend.weight))
            if isUneven { soft.nameEveryClass(inRow: row) }
        }
        return soft
    }
}
