import BallastCore
import Foundation
import Testing

/// Every method on every degenerate input: whoever adds a method adds nothing here.
@Suite("Inputs in which there is little to learn from")
struct DegenerateMatrixTests {
    @Test(
        "no method fails, makes a row that is none, or copies a whole class in silence",
        arguments: SynthesisMethods.all.map { $0.name }, DegenerateCase.all)
    func matrix(method: String, example: DegenerateCase) throws {
        try check(try #require(SynthesisMethods.all.first { $0.name == method }).init(), example)
    }

    /// Settings that take another way through a method.
    private static let variants = [
        "borderline-smote variant 2", "geometric-smote selection \"majority\"",
        "geometric-smote selection \"minority\"",
        "kmeans-smote clusters 1", "mixup temper 0", "polynom-fit-smote topology \"bus\"", "prowsyn levels 1",
        "smote neighbors 1", "soft-smote neighbors 100", "unimix tau -1",
    ]

    @Test("nor with other settings", arguments: variants, DegenerateCase.all)
    func otherSettings(variant: String, example: DegenerateCase) throws {
        let words = variant.split(separator: " ").map(String.init)
        let type = try #require(SynthesisMethods.all.first { $0.name == words[0] })
        try check(try type.init().with(words[1], words[2]), example)
    }

    private func check(_ method: any SynthesisMethod, _ example: DegenerateCase) throws {
        for shape in DegenerateCase.Shape.allCases where takes(method, shape) {
            let log = NoticeLog()
            let prepared = try example.prepare(method, shape, notices: log)
            let outcome = DegenerateOutcome(prepared, log.notices.map(\.text), of: method)
            for problem in outcome.problems() { Issue.record("\(shape.rawValue): \(problem)") }
        }
    }

    /// Not every method takes rows of every shape, but what it takes may be degenerate.
    private func takes(_ method: any SynthesisMethod, _ shape: DegenerateCase.Shape) -> Bool {
        do {
            _ = try DegenerateCase.healthy.prepare(method, shape, notices: NoticeLog())
            return true
        } catch {
            #expect(error is SynthesisError, "of a shape that it does not take, a method says: \(error)")
            return false
        }
    }

    @Test("every method takes rows of some shape", arguments: SynthesisMethods.all.map { $0.name })
    func shapes(method: String) throws {
        let method = try #require(SynthesisMethods.all.first { $0.name == method }).init()
        #expect(DegenerateCase.Shape.allCases.contains { takes(method, $0) })
    }
}

extension SynthesisMethod {
    /// The same with one setting changed, its value written as JSON.
    fileprivate func with(_ key: String, _ value: String) throws -> Self {
        let encoded = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self))
        var settings = try #require(encoded as? [String: Any])
        settings[key] = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        return try JSONDecoder().decode(Self.self, from: JSONSerialization.data(withJSONObject: settings))
    }
}
