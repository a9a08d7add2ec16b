import Ballast
import Foundation

/// Balances the abalone data with the library, as `ballast augment` does, and prints the class table.
///
///     swift run Rebalance [OUT]
@main
enum Rebalance {
    static func main() throws {
        let data = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../data/abalone19.csv").standardized.path
        let out =
            CommandLine.arguments.dropFirst().first
            ?? FileManager.default.temporaryDirectory.appending(path: "ballast-rebalance").path

        let recipe = """
            version: 1
            input: {path: \(data), label: Class}
            balance: {ratio: 0.5}
            method: {kind: soft-smote, neighbors: 5}
            labels: [{kind: smoothing, amount: 0.05}]
            """
        let pipeline = Pipeline(try Recipe.load(text: recipe, name: "rebalance"))

        for part in try pipeline.plan().classes { print("\(part.name): \(part.before) rows, \(part.after) planned") }
        let outcome = try pipeline.augment(into: out)
        for part in outcome.manifest.classes { print("\(part.name): soft mass \(part.softMass)") }
        print(outcome.wasUpToDate ? "\(out) was up to date" : "written to \(out)")
    }
}
