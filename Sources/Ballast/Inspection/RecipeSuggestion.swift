import BallastCore
import BallastFormats

/// A recipe to begin with, and why it is as it is.
public struct RecipeSuggestion: Codable, Sendable {
    /// YAML; `ballast augment --recipe FILE -o OUT` runs it.
    public var recipe: String
    /// What to know before sampling anything, and the reasons for the settings.
    public var advice: [String]

    /// Classes count as balanced below this ratio of the largest to the smallest.
    private static let balanced = 1.5
    /// From here on balancing to the majority would make most of the rows synthetic.
    private static let steep = 3.0
    /// A smaller class is too small to be divided in three.
    private static let leastRowsToSplit = 30

    /// - Parameter isTable: whether a column may be left out.
    init(_ report: InspectionReport, _ recipe: Recipe, isTable: Bool) throws {
        var builder = Builder(report, recipe, isTable: isTable)
        try builder.writeInput()
        builder.writeSplit()
        builder.writeMethod()
        builder.writeLabels()
        self.recipe = builder.lines.joined(separator: "\n") + "\n"
        advice = builder.advice
    }

    private struct Builder {
        let report: InspectionReport
        let given: Recipe
        let isTable: Bool
        var lines = ["version: 1"]
        var advice = [
            "try no sampling first: the rows as they are with the class weights above, or a moved threshold; strong "
                + "learners seldom gain from more, and their probabilities stay calibrated"
        ]

        init(_ report: InspectionReport, _ recipe: Recipe, isTable: Bool) {
            self.report = report
            given = recipe
            self.isTable = isTable
        }

        private var least: Int64 { report.classes.map(\.rows).min() ?? 0 }
        private var ratio: Double { report.imbalanceRatio ?? 1 }
        /// Images and other arrays: a distance between pixels says little.
        private var isArray: Bool { (report.rowShape?.count ?? 0) > 1 }

        mutating func writeInput() throws {
            var input = given.input
            for column in report.columns where column.isConstant && isTable { input.columns[column.name] = .ignore }
            var comment = ""
            if input.missing == .error && report.rowsWithoutLabel > 0 {
                input.missing = .drop
                comment = "    # \(report.rowsWithoutLabel) rows have no label"
            } else if input.missing == .error && report.rowsWithMissingNumber > 0 {
                input.missing = .median
                comment = "    # \(report.rowsWithMissingNumber) rows lack a number; of training rows only"
            }
            lines.append("input:")
            guard case .object(let members) = try JSONValue(encoding: input),
                case .object(let defaults) = try JSONValue(encoding: Recipe.Input())
            else { return }
            for key in ["path", "label", "labels"]
                + members.keys.sorted().filter({ !["path", "label", "labels"].contains($0) })
            {
                guard let value = members[key], value != defaults[key] else { continue }
                lines.append("  \(key): \(try CanonicalJSON.string(value))\(key == "missing" ? comment : "")")
            }
        }

        mutating func writeSplit() {
            if !given.split.isAllTraining { return }
            guard least >= leastRowsToSplit else {
                advice.append(
                    "the smallest class has \(least) rows: keep test rows apart all the same, or judge by cross-validation"
                )
                return
            }
            lines.append(
                "split: {train: 0.8, validation: 0.1, test: 0.1}    # made first: nothing synthetic in the test rows")
            advice.append("where several rows belong to one patient, user or device, name that column as split.group")
        }

        mutating func writeMethod() {
            if isArray {
                lines += ["balance: {multiply: 2}", "method: {kind: mixup, alpha: 1}"]
                advice.append(
                    "rows of shape \(report.rowShape ?? []) are mixed in pairs: neighbours in pixels mean little")
            } else {
                lines.append(balance())
                lines.append("method: {kind: soft-smote, neighbors: 5}")
                let width = report.rowShape?.first ?? 0
                if Int64(width) > least {
                    advice.append(
                        "there are \(width) numeric columns and \(least) rows of the smallest class: "
                            + "neighbours mean little there, choose columns first")
                }
            }
            advice.append(
                "synthetic rows are no evidence: the smallest class still has \(least) rows, and they are not anonymous"
            )
        }

        private mutating func balance() -> String {
            if ratio < balanced {
                advice.append("the classes are nearly balanced: there is little to gain from more rows")
                return "balance: {to: majority}"
            }
            if ratio < steep { return "balance: {to: majority}" }
            advice.append(
                "temper 0.5 takes the ratio from \(rounded(ratio)) to \(rounded(ratio.squareRoot())): full balance would make "
                    + "most rows of the small classes synthetic and is seldom best; compare 0, 0.5 and 1 on validation rows"
            )
            return "balance: {temper: 0.5}    # n_max · (n / n_max)^0.5 rows of each class"
        }

        mutating func writeLabels() {
            let rule = "labels: [{kind: label-aware-smoothing, head: 0.1, tail: 0}]"
            if report.classes.count >= 10 && ratio >= 10 {
                lines.append("\(rule)    # frequent classes less certain")
            } else {
                lines.append("# \(rule)    # for neural networks")
            }
            advice.append(
                "after training on the output, add the manifest's logit_offset of each class to the logits, "
                    + "or calibrate on validation rows")
        }

        private func rounded(_ value: Double) -> String {
            value < 10 ? "\((value * 10).rounded() / 10)" : "\(Int(clamping: Int64(value.rounded())))"
        }
    }
}
