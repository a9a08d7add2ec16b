import Ballast
import BallastCore
import BallastFormats

/// What `inspect` prints.
struct InspectSummary {
    private let report: InspectionReport

    init(_ report: InspectionReport) { self.report = report }

    /// Columns that are listed one by one.
    private static let mostColumns = 60

    var text: String {
        let parts = [heading, columns, classes, suggestion].filter { !$0.isEmpty }
        return parts.joined(separator: "\n\n")
    }

    private var heading: String {
        let files = report.inputs.map { "\($0.path): \(Text.count($0.rows, "row")), \(Size.words($0.size))" }
        let doubles = report.duplicates
        let shape = report.rowShape.map { "x is \(report.elementType?.rawValue ?? "") \($0) a row" }
        let facts =
            [
                Text.count(report.rows, "row"), shape,
                "\(Text.count(doubles.rows, "duplicate")) (\(Text.count(doubles.conflicting)) with conflicting labels)",
                report.rowsWithMissingNumber > 0 ? "\(Text.count(report.rowsWithMissingNumber)) lack a number" : nil,
            ].compactMap { $0 }
        return (files + [facts.joined(separator: "; ")]).joined(separator: "\n")
    }

    private var columns: String {
        guard !report.columns.isEmpty else { return "" }
        let listed = report.columns.prefix(Self.mostColumns)
        let rows = listed.map { [Self.short($0.name, 32), $0.kind.rawValue, Text.count($0.missing), values($0)] }
        let table = Self.table([["column", "kind", "missing", "values"]] + rows)
        let rest = report.columns.count - listed.count
        return rest > 0 ? "\(table)\n… \(Text.count(rest)) more columns; --json lists all" : table
    }

    private func values(_ column: InspectionReport.ColumnReport) -> String {
        let text: String
        if let count = column.categoryCount, let names = column.categories {
            text = "\(Text.count(count)): \(names.joined(separator: ", "))\(count > names.count ? ", …" : "")"
        } else if let minimum = column.minimum, let maximum = column.maximum {
            text = "\(Self.number(minimum)) to \(Self.number(maximum))"
        } else {
            text = "none"
        }
        return Self.short(text, 44) + (column.isConstant ? " (constant)" : "")
    }

    private var classes: String {
        guard !report.classes.isEmpty else {
            return report.columns.isEmpty
                ? "no labels were named; name their file with --labels"
                : "no label was named; name one of the columns with --label (--label=-1 is the last)"
        }
        let header = ["class", "rows", "share", "weight n/(K·n_c)", "effective number"]
        let rows = report.classes.map {
            [
                Self.short($0.name, 32), Text.count($0.rows), Text.decimal(100 * $0.share, places: 2) + " %",
                Text.decimal($0.weightInverse, places: 4), Text.decimal($0.weightEffective, places: 4),
            ]
        }
        let ratio = report.imbalanceRatio.map { "\n\nimbalance ratio \(Text.decimal($0, places: 1))" } ?? ""
        return Text.table([header] + rows) + ratio
    }

    private var suggestion: String {
        guard let suggestion = report.suggestion else { return "" }
        let advice = suggestion.advice.map { Self.wrapped($0) }.joined(separator: "\n")
        return "what to know\n\(advice)\n\na recipe to begin with\n\n\(suggestion.recipe)"
    }

    /// A hanging item of at most 98 characters a line.
    private static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        var line = "-"
        for word in text.split(separator: " ") {
            if line.count + 1 + word.count > 98 {
                lines.append(line)
                line = " "
            }
            line += " " + word
        }
        return (lines + [line]).joined(separator: "\n")
    }

    private static func short(_ text: String, _ limit: Int) -> String {
        text.count <= limit ? text : text.prefix(limit - 1) + "…"
    }

    /// At most nine digits, whole numbers without a point.
    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value), whole.magnitude < 1_000_000_000_000 { return Text.count(whole) }
        return "\(Float(value))"
    }

    /// All columns to the left but the numbers of missing values.
    private static func table(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 2 ? padding + row[column] : column == 3 ? row[column] : row[column] + padding
            }
            return cells.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
