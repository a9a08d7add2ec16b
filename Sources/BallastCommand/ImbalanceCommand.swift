import ArgumentParser
import Ballast

struct ImbalanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "imbalance",
        abstract: "Make a long-tailed or step-imbalanced version of a data set, to set up benchmarks with.",
        discussion: """
            Training rows are taken away class by class; validation and test rows of --split stay as they are. Nothing is \
            added, unless --method, --to or --ratio says how the classes are balanced again.
            """)

    @OptionGroup var data: RecipeArguments

    @Option(help: "exp: a long tail, n · factor^(-c / (C - 1)) rows; step: n, and n / factor for small classes.")
    var type = "exp"

    @Option(help: "Rows of the largest class over those of the smallest; default: 100.")
    var factor: String?

    @Option(help: "Share of the classes that are small, with --type step; default: 0.5.")
    var minority: String?

    @Option(help: "Which class keeps most rows: code, the first one, or count, the largest; default: code.")
    var order: String?

    @OptionGroup var publication: PublicationArguments
    @OptionGroup var resources: ResourceArguments
    @OptionGroup var report: ReportArguments

    func run() throws {
        if JobServer.isDryRun { return }
        try publication.make(try data.load(under: defaults, over: overrides), recipe: data.recipe, resources, report)
    }

    /// No synthetic rows, where nobody asks for some.
    private var defaults: [RecipeOverride] {
        guard data.method == nil, data.to == nil, data.ratio == nil else { return [] }
        return [
            RecipeOverride("method.kind", .text("duplicate"), option: "imbalance"),
            RecipeOverride("balance.multiply", .yaml("1"), option: "imbalance"),
        ]
    }

    private var overrides: [RecipeOverride] {
        let given = [("type", type), ("factor", factor), ("minority", minority), ("order", order)]
        return given.compactMap { name, value in
            value.map { RecipeOverride("imbalance.\(name)", RecipeArguments.value($0), option: "--\(name)") }
        }
    }
}
