import BallastCore
import Foundation
import Testing

/// The page `Methods.md` is written from the registries: BALLAST_RECORD=1 writes its tables anew.
@Suite("The table of methods")
struct MethodTableTests {
    private let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Ballast/Ballast.docc/Methods.md")

    @Test("the documentation says of every method and label rule what the code says")
    func current() throws {
        let kept = try String(contentsOf: page, encoding: .utf8)
        var text = kept
        for (name, table) in try MethodTable.tables() {
            let (begin, end) = ("<!-- begin \(name) -->\n\n", "\n<!-- end \(name) -->")
            let start = try #require(text.range(of: begin), "the page has no place for \(name)")
            let stop = try #require(text.range(of: end, range: start.upperBound..<text.endIndex))
            text.replaceSubrange(start.upperBound..<stop.lowerBound, with: table)
        }
        if ProcessInfo.processInfo.environment["BALLAST_RECORD"] != nil {
            try Data(text.utf8).write(to: page)
        } else {
            #expect(text == kept, "Methods.md is not current: write it with BALLAST_RECORD=1, then read it over")
        }
    }

    @Test("every phrase fits a cell of the table: one line, no bar, no full stop")
    func phrases() {
        let methods = SynthesisMethods.all.map { ($0.name, fields(of: $0.summary)) }
        let rules = LabelRules.all.map { ($0.name, fields(of: $0.summary)) }
        for (name, fields) in methods + rules {
            #expect(fields.count >= 3)
            for (field, phrase) in fields {
                #expect(!phrase.isEmpty && !phrase.contains { "|\n".contains($0) }, "\(name), \(field)")
                #expect(phrase.last != "." && phrase.last != " " && !phrase.contains("  "), "\(name), \(field)")
            }
        }
    }

    private func fields(of summary: Any) -> [(String, String)] {
        Mirror(reflecting: summary).children.map { ($0.label ?? "", $0.value as? String ?? "") }
    }
}
