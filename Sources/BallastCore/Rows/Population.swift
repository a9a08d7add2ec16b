/// Which part of the data set a row belongs to.
public enum Part: UInt8, CaseIterable, Sendable {
    case train = 0
    case validation = 1
    case test = 2
    /// Not in the output: a value is missing and the recipe says drop, or an imbalance takes the row away.
    case dropped = 3

    /// As shards and the manifest call it.
    public var name: String { String(describing: self) }
}

/// The labelled rows, their parts, and the training rows grouped by class. Methods see training rows only.
public struct Population: Sendable {
    /// Rows of the input, dropped ones included.
    public let rowCount: Int
    /// Numeric features of every input row; nil without any.
    public var features: RowStore?
    /// Nominal columns of every input row; nil without any.
    public let categorical: CodeStore?
    /// Feature columns in input order; empty for N-D rows.
    public let columns: [Column]
    /// Class of each row; −1 where the label is missing (such a row is dropped).
    public let labels: StoredArray<Int32>
    /// In the order of the codes.
    public let classNames: [String]
    /// Input row numbers of the part.
    public let training: RowList
    /// Input row numbers of the part.
    public let validation: RowList
    /// Input row numbers of the part.
    public let test: RowList
    /// The training rows class after class, ascending within a class.
    public let classRows: StoredArray<Int64>
    /// Class c has the entries `classStarts[c] ..< classStarts[c + 1]` of ``classRows``.
    public let classStarts: [Int]

    /// Whether pages of labels and lists of rows are given back as soon as a pass is done with them.
    public let dropsPages: Bool

    public var classCount: Int { classNames.count }

    /// Says that a pass is done with labels and lists of rows, wherever it looked at them.
    public func dropLists() {
        guard dropsPages else { return }
        labels.region.discard()
        classRows.region.discard()
        training.discard()
    }

    /// Training rows of class `c`.
    public func count(of c: Int) -> Int64 { Int64(classStarts[c + 1] - classStarts[c]) }

    /// Training rows of each class.
    public var counts: [Int64] { (0..<classCount).map(count(of:)) }

    /// Row number of training row `index` of class `c`.
    public func row(_ index: Int64, ofClass c: Int) -> Int64 { classRows[classStarts[c] + Int(index)] }

    /// The training rows of class `c`, ascending.
    public func rows(ofClass c: Int) -> StoredArray<Int64> {
        StoredArray(
            region: classRows.region, byteOffset: classStarts[c] * MemoryLayout<Int64>.stride,
            count: classStarts[c + 1] - classStarts[c])
    }

    /// The class of the row that stands at `position` of ``classRows``.
    /// - Complexity: O(log classes), in a table that stays in the cache, unlike the rows' labels.
    func classOf(position: Int) -> Int {
        classStarts.start(notAbove: position)
    }

    /// Where `row` stands in ``classRows``, or nil if it is no training row.
    /// - Complexity: O(log n).
    public func position(ofTrainingRow row: Int64) -> Int? {
        let label = Int(labels[Int(row)])
        guard label >= 0 else { return nil }
        let end = classStarts[label + 1]
        let position = classRows.elements[classStarts[label]..<end].firstIndex(notBelow: row)
        return position < end && classRows[position] == row ? position : nil
    }

    /// Where the training rows of class `c` that are among the input rows `rows` stand in ``classRows``.
    /// - Complexity: O(log n).
    public func positions(ofClass c: Int, among rows: Range<Int64>) -> Range<Int> {
        let own = classRows.elements[classStarts[c]..<classStarts[c + 1]]
        return own.firstIndex(notBelow: rows.lowerBound)..<own.firstIndex(notBelow: rows.upperBound)
    }

    /// Groups the rows.
    ///
    /// - Parameters:
    ///   - labels: class of each row.
    ///   - parts: part of each row; nil: every row is training data.
    ///   - counts: ``trainingCounts(_:_:classCount:)``, where they are known.
    ///   - dropsPages: whether pages of labels and lists are given back behind each pass.
    /// - Throws: what `storage` throws.
    /// - Complexity: O(rows).
    public init(
        features: RowStore?, categorical: CodeStore?, columns: [Column], labels: StoredArray<Int32>,
        classNames: [String], parts: StoredArray<UInt8>?, counts: [Int64]? = nil, dropsPages: Bool = false,
        storage: some Storage
    ) throws {
        self.dropsPages = dropsPages
        self.rowCount = labels.count
        self.features = features
        self.categorical = categorical
        self.columns = columns
        self.labels = labels
        self.classNames = classNames
        self.training = try Self.rows(in: .train, parts, labels.count, storage)
        self.validation = try Self.rows(in: .validation, parts, labels.count, storage)
        self.test = try Self.rows(in: .test, parts, labels.count, storage)
        let counts = counts ?? Self.trainingCounts(labels, parts, classCount: classNames.count)
        classStarts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int($1)) }
        classRows = try Self.group(training, labels, classStarts, "class-rows", storage, dropsPages)
        if dropsPages { for rows in [training, validation, test] { rows.discard() } }
    }

    /// Training rows of each class.
    ///
    /// - Parameter parts: part of each row; nil: every row is training data.
    /// - Complexity: O(rows).
    public static func trainingCounts(
        _ labels: StoredArray<Int32>, _ parts: StoredArray<UInt8>?, classCount: Int
    ) -> [Int64] {
        var counts = [Int64](repeating: 0, count: classCount)
        for start in stride(from: 0, to: labels.count, by: blockRows) {
            let rows = start..<min(start + blockRows, labels.count)
            if let parts {
                for row in rows where parts[row] == Part.train.rawValue { counts[Int(labels[row])] += 1 }
            } else {
                for row in rows { counts[Int(labels[row])] += 1 }
            }
            labels.discard(rows)
            parts?.discard(rows)
        }
        return counts
    }

    /// Rows after which pages of labels and lists are given back.
    private static let blockRows = 1 << 18

    /// The same without some training rows, which then stand in no part.
    ///
    /// - Parameter marks: 1 for each input row that goes; only training rows may.
    /// - Complexity: O(rows).
    public func dropping(_ marks: StoredArray<UInt8>, storage: some Storage) throws -> Population {
        try Population(self, without: marks, storage: storage)
    }

    private init(_ whole: Population, without marks: StoredArray<UInt8>, storage: some Storage) throws {
        rowCount = whole.rowCount
        features = whole.features
        categorical = whole.categorical
        columns = whole.columns
        labels = whole.labels
        classNames = whole.classNames
        validation = whole.validation
        test = whole.test
        dropsPages = whole.dropsPages
        let all = whole.training
        let count = (0..<all.count).reduce(0) { $0 + (marks[all[$1]] == 0 ? 1 : 0) }
        let rows = try StoredArray<Int64>(named: "rows-kept", count: count, in: storage)
        var next = 0
        for index in 0..<all.count where marks[all[index]] == 0 {
            rows[next] = Int64(all[index])
            next += 1
        }
        training = .listed(rows)
        var counts = [Int](repeating: 0, count: whole.classCount)
        for row in rows.elements { counts[Int(labels[Int(row)])] += 1 }
        classStarts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        classRows = try Self.group(training, labels, classStarts, "class-rows-kept", storage, dropsPages)
    }

    private static func rows(
        in part: Part, _ parts: StoredArray<UInt8>?, _ count: Int, _ storage: some Storage
    ) throws -> RowList {
        guard let parts else { return .all(part == .train ? count : 0) }
        let wanted = part.rawValue
        let total = parts.elements.reduce(0) { $0 + ($1 == wanted ? 1 : 0) }
        if total == count { return .all(count) }
        let rows = try StoredArray<Int64>(named: "rows-\(part.name)", count: total, in: storage)
        var next = 0
        for row in 0..<count where parts[row] == wanted {
            rows[next] = Int64(row)
            next += 1
        }
        return .listed(rows)
    }

    private static func group(
        _ training: RowList, _ labels: StoredArray<Int32>, _ starts: [Int], _ name: String, _ storage: some Storage,
        _ dropsPages: Bool
    ) throws -> StoredArray<Int64> {
        let rows = try StoredArray<Int64>(named: name, count: training.count, in: storage)
        var next = starts
        for start in stride(from: 0, to: training.count, by: blockRows) {
            let block = start..<min(start + blockRows, training.count)
            for index in block {
                let row = training[index]
                let c = Int(labels[row])
                rows[next[c]] = Int64(row)
                next[c] += 1
            }
            guard dropsPages else { continue }
            labels.discard(training[block.lowerBound]..<training[block.upperBound - 1] + 1)
            rows.region.discard()
            training.discard()
        }
        return rows
    }
}
