import Ballast
import BallastFormats

/// What `augment` prints when it is done.
struct AugmentSummary: Encodable {
    var output: String
    var upToDate: Bool
    var rows: [String: Int]
    var syntheticRows: Int
    var shards: Int
    var bytes: Int
    var classes: [Manifest.ClassSummary]
    var contentDigest: String
    var resultDigest: String
    var notices: [String]
    var timings: [RunRecord.Timing]

    init(_ outcome: Pipeline.Outcome, output: String) {
        let manifest = outcome.manifest
        self.output = output
        upToDate = outcome.wasUpToDate
        rows = manifest.splits.mapValues(\.rows)
        syntheticRows = manifest.splits.values.reduce(0) { $0 + $1.syntheticRows }
        shards = manifest.splits.values.reduce(0) { $0 + $1.shards.count }
        bytes = manifest.splits.values.flatMap(\.shards).reduce(0) { $0 + $1.bytes }
        classes = manifest.classes
        contentDigest = manifest.contentDigest
        resultDigest = manifest.resultDigest
        notices = manifest.notices
        timings = outcome.timings
    }

    var text: String {
        let total = rows.values.reduce(0, +)
        let seconds = Text.decimal(timings.reduce(0) { $0 + $1.seconds }, places: 2)
        let state = upToDate ? "up to date" : "written in \(seconds) s"
        let parts = ["train", "validation", "test"].compactMap { part in rows[part].map { "\(part) \(Text.count($0))" }
        }
        return """
            \(output): \(state)
            \(Text.count(total, "row")) (\(parts.joined(separator: ", "))), \(Text.count(syntheticRows)) of them added; \
            \(Text.count(shards, "shard")), \(Size.words(bytes))

            \(table)
            """
    }

    private var table: String {
        let hasRatios = classes.contains { $0.varianceRatio != nil }
        let header =
            ["class", "before", "planned", "by label", "soft mass", "prior before", "after"]
            + (hasRatios ? ["variance"] : [])
        return Text.table(
            [header]
                + classes.map {
                    [
                        $0.name, Text.count($0.before), Text.count($0.planned), Text.count($0.after),
                        Text.decimal($0.softMass, places: 1), Text.decimal($0.priorBefore, places: 4),
                        Text.decimal($0.priorAfter, places: 4),
                    ] + (hasRatios ? [Text.ratio($0.varianceRatio)] : [])
                })
    }
}

extension Text {
    /// Of variances; a dash where there is none.
    static func ratio(_ ratio: Double?) -> String { ratio.map { decimal($0, places: 3) } ?? "–" }

    static func timing(_ timing: RunRecord.Timing) -> String {
        "\(timing.phase): \(decimal(timing.seconds, places: 3)) s" + (timing.choice.map { " (\($0))" } ?? "")
    }
}
