import ArgumentParser
import Ballast

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Say what augment would write: classes before and after, rows, bytes, memory. Writes nothing.")

    @OptionGroup var data: RecipeArguments

    @Flag(help: "Look for neighbours too, and say how the spread of added rows compares with that of their class.")
    var variance = false

    @OptionGroup var resources: ResourceArguments
    @OptionGroup var report: ReportArguments

    func run() throws {
        let progress = report.progress()
        let pipeline = Pipeline(try data.load(), resources: try resources.resources(), progress: progress.update)
        let forecast = try pipeline.plan(variance: variance)
        progress.end()
        try report.print(forecast, text: text(forecast))
        if !report.json { report.say(notices: forecast.notices) }
    }

    private func text(_ forecast: Forecast) -> String {
        let head = ["class", "before", "after"] + (variance ? ["variance"] : [])
        let classes = forecast.classes.map {
            [$0.name, Text.count($0.before), Text.count($0.after)]
                + (variance ? [Text.ratio($0.varianceRatio)] : [])
        }
        let parts = ["train", "validation", "test"].compactMap { part in
            forecast.rows[part].map {
                "\(part) \(Text.count($0)) rows in \(Text.count(forecast.shards[part] ?? 0, "shard"))"
            }
        }
        return """
            \(Text.table([head] + classes))

            method \(forecast.method); \(parts.joined(separator: ", "))
            \(Size.words(forecast.bytes)) before compression, about \(Size.words(forecast.memory)) of memory \
            and \(Text.decimal(max(forecast.seconds, 0.1), places: 1)) s
            """
    }
}
