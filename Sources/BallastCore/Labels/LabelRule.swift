/// Changes the soft labels of training rows, which start as the mixture of the parents' classes.
///
/// The stored properties are the settings of one entry of the recipe's `labels`, their initial values the defaults. A new
/// rule is one file and one line in ``LabelRules``; it works with every method.
public protocol LabelRule: Codable, Sendable {
    /// What a recipe calls it, in kebab-case.
    static var name: String { get }
    /// What it does, for the table of rules; no default, so that no rule is without.
    static var summary: RuleSummary { get }
    /// The defaults.
    init()
    /// - Throws: ``SettingError`` for a setting out of its range.
    func validate() throws
    /// Whether it gives classes a share that no parent has.
    var spreads: Bool { get }
    /// Whether the classes that a row does not name may come to differ in their shares, given that they have any: such
    /// labels name every class and have no sparse form.
    func isUneven(onBackground: Bool) -> Bool
    /// Classes beside the parents' that a row may come to name, at most.
    var extraClasses: Int { get }
    /// Whether it looks at the rows, not just at their parents.
    var looksAtRows: Bool { get }
    /// Memory that preparing takes and what stays of it, in bytes.
    func preparedBytes(trainingRows: Int, width: Int) -> Int
    /// Whatever is needed once.
    func prepare(for context: LabelContext) throws -> any LabelAdjustment
}

extension LabelRule {
    public func isUneven(onBackground: Bool) -> Bool { false }
    public var extraClasses: Int { 0 }
    public var looksAtRows: Bool { false }
    public func preparedBytes(trainingRows: Int, width: Int) -> Int { 0 }
}

/// A prepared rule: changes the labels of some rows, whatever the others are.
public protocol LabelAdjustment: Sendable {
    /// Row i of `labels` is that of `blends[i]`, whose parents are of `classes`. Shares stay in [0, 1] and sum to 1.
    func adjust(_ labels: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses)
    /// The same with the rows at hand, for rules that look at them.
    func adjust(
        _ labels: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses, rows: MixedRows)
        throws
}

extension LabelAdjustment {
    public func adjust(
        _ labels: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses, rows: MixedRows
    ) throws {
        adjust(&labels, of: blends, classes)
    }
}

/// What a rule may look at.
public struct LabelContext: Sendable {
    /// Training rows of each class, before augmentation.
    public var trainingCounts: [Int64]
    /// Class of each input row; ``LabelPipeline`` fills it in.
    public var labels: StoredArray<Int32>
    /// What rows are compared with; nil where only the layout of the labels is asked for.
    public var references: LabelReferences?
    public var classCount: Int { trainingCounts.count }

    public init(
        trainingCounts: [Int64], labels: StoredArray<Int32> = StoredArray([]), references: LabelReferences? = nil
    ) {
        self.trainingCounts = trainingCounts
        self.labels = labels
        self.references = references
    }
}
