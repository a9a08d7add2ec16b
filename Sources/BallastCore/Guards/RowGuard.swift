/// Judges rows by the original training rows around them: refuses synthetic rows, cleans original ones.
///
/// All verdicts are computed before any is applied. Rows that are refused are not replaced; a guard may instead have a
/// candidate drawn anew. The stored properties are the settings of one entry of the recipe's `guards`, their initial values
/// the defaults. A new guard is one file and one line in ``RowGuards``; it works with every method.
public protocol RowGuard: Codable, Sendable {
    /// What a recipe calls it, in kebab-case.
    static var name: String { get }
    /// The defaults.
    init()
    /// - Throws: ``SettingError`` for a setting out of its range.
    func validate() throws
    /// Which rows it judges.
    var applyTo: GuardScope { get }
    /// Whether originals of the smallest class stay whatever the verdict.
    var spareMinority: Bool { get }
    /// How many of a row's nearest originals the verdict looks at, at least 1.
    var reach: Int { get }
    /// How often a candidate may be drawn until it is accepted; the last draw is kept as it is. Nil: what is refused is
    /// left out.
    var drawLimit: Int? { get }
    /// - Parameter context: the originals that the rows are judged by.
    func prepare(_ context: SynthesisContext) throws -> any Judge
}

extension RowGuard {
    public func validate() throws {}
    public var applyTo: GuardScope { .synthetic }
    public var spareMinority: Bool { true }
    public var drawLimit: Int? { nil }
}

/// Which rows a guard judges.
public enum GuardScope: String, Codable, CaseIterable, Sendable {
    case synthetic
    /// The training rows, before anything is made from them.
    case originals
    case both

    /// Whether synthetic rows are judged.
    public var includesSynthetic: Bool { self != .originals }
    /// Whether the training rows are cleaned.
    public var includesOriginals: Bool { self != .synthetic }
}

/// Among which rows a guard looks for neighbours.
public enum GuardReference: String, Codable, CaseIterable, Sendable {
    /// The original training rows.
    case originals
}

/// A prepared guard. The verdict on a row does not depend on any other row that is judged.
public protocol Judge: Sendable {
    func refuses(_ row: JudgedRow) -> Bool
}

/// A row before its judges.
public struct JudgedRow {
    /// Row number of an original; nil for a synthetic row.
    public var original: Int64?
    /// Its class; of a synthetic row the class with the larger share in it.
    public var label: Int32
    /// The nearest originals besides the row itself, nearest first: as many as the guard with the longest reach wants, or
    /// as there are.
    public var nearest: UnsafeBufferPointer<Int64>
    /// In the order of ``nearest``.
    public var squaredDistances: UnsafeBufferPointer<Double>
    /// The squared distance to any original, by its row number.
    public var squaredDistance: (Int64) -> Double
}
