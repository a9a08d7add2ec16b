import BallastTestSupport
import Foundation
import Testing

@Suite("ballast imbalance")
struct ImbalanceCommandTests {
    /// 40 rows of each of three classes.
    private func sample() throws -> BallastProcess {
        let ballast = try BallastProcess()
        try ballast.write(
            "a,b,target\n" + (0..<120).map { "\($0),\($0 * $0 % 13).5,\("xyz".map { "\($0)" }[$0 % 3])\n" }.joined(),
            to: "even.csv")
        return ballast
    }

    private func classes(_ result: BallastProcess.Result, _ key: String) throws -> [Int?] {
        let object = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        return (object["classes"] as? [[String: Any]] ?? []).map { $0[key] as? Int }
    }

    @Test("a long tail by default, a step on request, and nothing added")
    func types() throws {
        let ballast = try sample()
        let command = ["imbalance", "even.csv", "--label", "target", "--factor", "16", "-o", "out", "--json"]
        let tail = try ballast.run(command)
        #expect(tail.status == 0 && tail.errors == "")
        #expect(try classes(tail, "before") == [40, 10, 2] && classes(tail, "after") == [40, 10, 2])
        let step = try ballast.run(command + ["--type", "step", "--minority", "0.7"])
        #expect(try classes(step, "after") == [40, 2, 2])
        #expect(try ballast.run(["verify", "--full", "out"]).status == 0)
        #expect(
            try ballast.run(command + ["--type", "step", "--minority", "0.7"]).output.contains("\"up_to_date\": true"))
    }

    @Test("with a method the classes are balanced again in one go")
    func balanced() throws {
        let result = try sample().run(
            [
                "imbalance", "even.csv", "--label", "target", "--factor", "8", "--method", "smote", "-o", "out",
                "--json",
                "--seed", "3",
            ])
        #expect(result.status == 0)
        #expect(try classes(result, "before") == [40, 14, 5] && classes(result, "after") == [40, 40, 40])
    }

    @Test("a wrong option is named, with what would be right")
    func wrong() throws {
        let ballast = try sample()
        let command = ["imbalance", "even.csv", "--label", "target", "-o", "out"]
        let type = try ballast.run(command + ["--type", "tail"])
        #expect(type.status == 78 && type.errors == "ballast: --type: 'tail' is not known; known: exp, none, step\n")
        let factor = try ballast.run(command + ["--factor", "100"])
        #expect(factor.status == 65 && factor.errors.hasSuffix("so class 'z' would keep none; write at most 40\n"))
        #expect(!ballast.exists("out"))
    }
}
