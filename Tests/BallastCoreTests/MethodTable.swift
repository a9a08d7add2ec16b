import BallastCore
import Foundation

/// The tables of methods and label rules, as the documentation shows them: rows by name, from the registries.
enum MethodTable {
    /// Table by the name it has between the comments of the page.
    static func tables() throws -> [String: String] {
        [
            "methods": try text(
                ["method", "base", "partner", "step λ", "label", "settings and defaults"],
                SynthesisMethods.all.map {
                    let summary = $0.summary
                    return [
                        name($0.name), summary.base, summary.partner, summary.step, summary.label,
                        try settings(of: $0.init()),
                    ]
                }),
            "sources": text(
                ["method", "published", "where ours differs"],
                SynthesisMethods.all.map { [name($0.name), $0.summary.paper, $0.summary.differences] }),
            "rules": try text(
                ["rule", "label", "settings and defaults", "published", "where ours differs"],
                LabelRules.all.map {
                    [
                        name($0.name), $0.summary.label, try settings(of: $0.init()), $0.summary.paper,
                        $0.summary.differences,
                    ]
                }),
        ]
    }

    private static func name(_ kind: String) -> String { "`\(kind)`" }

    private static func text(_ head: [String], _ rows: [[String]]) -> String {
        ([head, head.map { _ in "---" }] + rows.sorted { $0[0] < $1[0] })
            .map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// As a recipe writes them: `alpha: 1, temper: 1`.
    private static func settings(of settings: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        let members = String(decoding: try encoder.encode(settings), as: UTF8.self).dropFirst().dropLast()
        guard !members.isEmpty else { return "none" }
        let text = members.replacing("\"", with: "").replacing(":", with: ": ").replacing(",", with: ", ")
        return "`\(text)`"
    }
}
