import BallastCore
import BallastFormats

/// Looks at an input: columns, classes, what is missing or double, and a recipe to begin with.
public struct Inspection: Sendable {
    /// What to read, and how.
    public let loaded: LoadedRecipe
    /// What it may use; the report does not depend on it.
    public let resources: Resources
    private let progress: ProgressHandler

    /// - Parameter loaded: of which the `input` part and the columns that steer the split count; the label may be absent.
    public init(
        _ loaded: LoadedRecipe, resources: Resources = Resources(), progress: @escaping ProgressHandler = { _ in }
    ) {
        self.loaded = loaded
        self.resources = resources
        self.progress = progress
    }

    /// - Throws: `InputError`; `FileSystemError`; what the progress handler throws.
    /// - Complexity: O(values + rows · log rows).
    public func run() throws -> InspectionReport {
        let storage = WorkStorage(
            directory: resources.temporaryDirectory, memoryLimit: resources.memory / 2)
        var request = try loaded.inputRequest()
        request.workingBytes = resources.unpackingBytes
        // What is missing is to be counted, not refused.
        request.missing = .drop
        try progress(Progress(.read))
        let reader = try InputFormats.reader(for: request, storage: storage)
        let table = try reader.read(request, into: storage, threads: resources.threads)
        try progress(Progress(.prepare))
        let search = DuplicateSearch(table, threads: resources.threads)
        var report = InspectionReport(
            inputs: try table.inputs(), rows: table.rowCount,
            columns: table.columns.map(InspectionReport.ColumnReport.init), rowShape: table.features?.rowShape,
            elementType: table.features?.elementType, classes: Self.classes(table),
            rowsWithoutLabel: table.classes.isEmpty ? 0 : table.labels.elements.count { $0 < 0 },
            rowsWithMissingNumber: Self.rowsWithMissingNumber(table), imbalanceRatio: nil,
            duplicates: try search.duplicates(in: storage),
            notices: loaded.notices.map(\.text) + table.notices.map(\.text), suggestion: nil)
        report.notices += Self.notices(report, request, isTable: reader.isTable)
        let counts = report.classes.map(\.rows)
        if let least = counts.min(), let most = counts.max(), least > 0 {
            report.imbalanceRatio = Double(most) / Double(least)
            report.suggestion = try RecipeSuggestion(report, loaded.recipe, isTable: reader.isTable)
        }
        return report
    }

    private static func classes(_ table: InputTable) -> [InspectionReport.ClassReport] {
        guard !table.classes.isEmpty else { return [] }
        var counts = [Int64](repeating: 0, count: table.classes.count)
        for label in table.labels.elements where label >= 0 { counts[Int(label)] += 1 }
        let shares = ClassTable.priors(counts.map(Double.init))
        let inverse = ClassTable.inverseFrequency(counts)
        let effective = ClassTable.effectiveNumber(counts)
        return table.classes.indices.map { c in
            InspectionReport.ClassReport(
                name: table.classes[c], rows: counts[c], share: shares[c], weightInverse: inverse[c],
                weightEffective: effective[c])
        }
    }

    private static func rowsWithMissingNumber(_ table: InputTable) -> Int {
        guard let features = table.features, features.elementType == .float32 else { return 0 }
        let hasMissing = table.columns.isEmpty || table.columns.contains { $0.kind != .categorical && $0.missing > 0 }
        guard hasMissing else { return 0 }
        let values = features.elements(as: Float.self)
        return (0..<features.count).count { row in
            values[row * features.width..<(row + 1) * features.width].contains { $0.isNaN }
        }
    }

    /// What a reader of the table may not see.
    private static func notices(
        _ report: InspectionReport, _ request: InputRequest, isTable: Bool
    ) -> [String] {
        var notices: [String] = []
        for column in report.columns where column.isConstant && isTable {
            notices.append("column '\(column.name)' has the same value in every row; leave it out with input.columns")
        }
        // A header made of values that the column holds is a row of data.
        let nominal = report.columns.filter { $0.kind == .categorical }
        if request.header == .auto, report.columns.count > 1, nominal.count == report.columns.count,
            nominal.allSatisfy({ $0.categories?.contains($0.name) == true })
        {
            notices.append(
                "the first line was taken for names, but each of them is a value of its column too; "
                    + "if it is data, set input.header: false")
        }
        if report.rowsWithoutLabel > 0 {
            notices.append(
                "\(report.rowsWithoutLabel) rows have no label; they can only be dropped: input.missing: drop")
        }
        if report.classes.count > 100, report.classes.allSatisfy({ Double($0.name) != nil }) {
            notices.append(
                "the label has \(report.classes.count) different numbers; if it is a measurement, it has no classes to balance"
            )
        }
        let doubles = report.duplicates
        if doubles.rows > 0 {
            notices.append(
                "\(doubles.rows) rows repeat the features of an earlier row; copies that end up in two parts of a split leak"
            )
        }
        if doubles.conflicting > 0 {
            notices.append("\(doubles.conflicting) rows stand with different labels for the same features")
        }
        return notices
    }
}
