/// A way to choose the original rows that stay where a class has more than its target.
///
/// The rows that go take no part in training at all: scaling, neighbours, class counts and label rules see what is left.
/// The stored properties are the settings of the recipe's `balance.drop`, their initial values the defaults. A new
/// one is one file and one line in ``UnderSamplers``.
public protocol UnderSampler: Codable, Sendable {
    /// What a recipe calls it, in kebab-case.
    static var name: String { get }
    /// Whether it compares rows: then they must fit in memory.
    static var comparesRows: Bool { get }
    /// The defaults.
    init()
    /// - Throws: ``SettingError`` for a setting out of its range.
    func validate() throws
    /// Marks the rows that go with 1.
    ///
    /// - Parameters:
    ///   - context: population and scaling before any row goes.
    ///   - targets: rows that each class may keep, at most as many as it has.
    ///   - marks: one for each input row.
    func drop(_ context: SynthesisContext, keeping targets: [Int64], in marks: StoredArray<UInt8>) throws
}

extension UnderSampler {
    public static var comparesRows: Bool { true }
    public func validate() throws {}
}

extension SynthesisContext {
    /// The class with the fewest rows, the first of equals.
    var smallestClass: Int { population.counts.enumerated().min { ($0.1, $0.0) < ($1.1, $1.0) }?.offset ?? 0 }

    /// Marks the rows of class `c` that are not among the first `target` of `order`.
    ///
    /// - Parameter order: indices of rows of the class, the most wanted first. Rows that are missing go too.
    func keep(_ target: Int64, of order: [Int], ofClass c: Int, in marks: StoredArray<UInt8>) {
        let rows = population.rows(ofClass: c)
        for row in rows.elements { marks[Int(row)] = 1 }
        for index in order.prefix(Int(target)) { marks[Int(rows[index])] = 0 }
    }
}
