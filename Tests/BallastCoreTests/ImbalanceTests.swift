import BallastCore
import Testing

@Suite("Imbalanced versions of balanced data")
struct ImbalanceTests {
    private func imbalance(
        _ type: Imbalance.Shape, _ factor: String = "100", minority: String = "0.5", order: Imbalance.Order = .code
    ) throws -> Imbalance {
        var imbalance = Imbalance()
        (imbalance.type, imbalance.factor, imbalance.order) = (type, try ExactDecimal(factor), order)
        imbalance.minority = try ExactDecimal(minority)
        return imbalance
    }

    private func kept(_ imbalance: Imbalance, of counts: [Int64]) throws -> [Int64] {
        try imbalance.kept(of: counts, classNames: counts.indices.map { "c\($0)" })
    }

    @Test(
        "a long tail has the counts of the papers' code: ⌊n · μ^(c / (C − 1))⌋",
        arguments: [
            ("100", [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]),
            ("50", [5000, 3237, 2096, 1357, 878, 568, 368, 238, 154, 100]),
            ("10", [5000, 3871, 2997, 2320, 1796, 1391, 1077, 834, 645, 500]),
            ("1", [5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000]),
        ])
    func longTail(factor: String, counts: [Int64]) throws {
        #expect(try kept(imbalance(.exp, factor), of: Array(repeating: 5000, count: 10)) == counts)
    }

    @Test("a hundred classes of 500 rows come to the 10,847 rows of CIFAR-100-LT")
    func hundredClasses() throws {
        let counts = try kept(imbalance(.exp), of: Array(repeating: 500, count: 100))
        #expect(counts.reduce(0, +) == 10_847)
        #expect(counts.prefix(4) == [500, 477, 455, 434] && counts.last == 5)
    }

    @Test("what comes out whole stays whole: 5,000 rows, three classes, a hundredth")
    func wholeNumbers() throws {
        #expect(try kept(imbalance(.exp), of: [5000, 5000, 5000]) == [5000, 500, 50])
        #expect(try kept(imbalance(.exp, "1000000"), of: [1_000_000, 1_000_000, 1_000_000]) == [1_000_000, 1000, 1])
        #expect(try kept(imbalance(.exp, "2.5"), of: [29, 29]) == [29, 11])
    }

    @Test("a step leaves the first classes whole and takes the last ones, half of them by default")
    func step() throws {
        #expect(try kept(imbalance(.step), of: [500, 500, 500, 500]) == [500, 500, 5, 5])
        #expect(try kept(imbalance(.step), of: [500, 500, 500, 500, 500]) == [500, 500, 500, 5, 5])
        #expect(
            try kept(imbalance(.step, "7", minority: "0.29"), of: Array(repeating: 7, count: 100)).count { $0 == 7 }
                == 71)
        #expect(try kept(imbalance(.step, "7", minority: "0.1"), of: [7, 7, 7]) == [7, 7, 1])
        #expect(try kept(imbalance(.step, "7", minority: "0.99"), of: [7, 7, 7]) == [7, 1, 1])
    }

    @Test("where classes differ, n is the largest for which all have rows enough")
    func unequalClasses() throws {
        // Of n = 40 the middle class needs 12, of 41 it needs 12 too; of 42 it would need 13.
        #expect(try kept(imbalance(.exp, "10"), of: [60, 12, 9]) == [41, 12, 4])
        #expect(try kept(imbalance(.exp, "10", order: .count), of: [12, 60, 9]) == [12, 41, 4])
        #expect(try kept(imbalance(.step, "3", order: .count), of: [9, 30, 30, 8]) == [8, 26, 26, 8])
        #expect(try kept(imbalance(.step, "3", order: .code), of: [9, 30, 30, 8]) == [9, 9, 3, 3])
        #expect(try kept(imbalance(.none), of: [3, 0]) == [3, 0])
    }

    @Test("a class that would keep no row is an error that says how far the factor may go")
    func tooLargeFactor() throws {
        #expect(
            throws: SynthesisError(
                "imbalance.factor is 100, but the largest class keeps 60 rows, so class 'c1' would keep none; write at most 60"
            )
        ) { try kept(imbalance(.exp), of: [60, 60]) }
        #expect(try kept(imbalance(.exp, "60"), of: [60, 60]) == [60, 1])
        #expect(throws: SynthesisError("class 'c1' has no training row; an imbalance needs rows of every class")) {
            try kept(imbalance(.step), of: [60, 0])
        }
    }

    @Test("settings out of range are refused by name")
    func ranges() throws {
        func refusal(_ imbalance: Imbalance) -> String? {
            do { try imbalance.validate() } catch { return "\(error)" }
            return nil
        }
        #expect(
            refusal(try imbalance(.exp, "0.01"))
                == "factor: 0.01 is out of range; at least 1, the rows of the largest class over those of the smallest")
        #expect(
            refusal(try imbalance(.step, minority: "1"))
                == "minority: 1 is out of range; more than 0 and less than 1")
        #expect(refusal(try imbalance(.step, minority: "0")) != nil)
        #expect(refusal(try imbalance(.exp, "1")) == nil)
    }

    /// 300 rows of three classes in turn; every tenth row is a test row.
    private func parts(after imbalance: Imbalance, seed: UInt64 = 1) throws -> [UInt8] {
        let parts = StoredArray((0..<300).map { $0 % 10 == 9 ? Part.test.rawValue : Part.train.rawValue })
        try imbalance.apply(
            to: parts, labels: StoredArray((0..<300).map { Int32($0 % 3) }), classNames: ["a", "b", "c"], seed: seed)
        return Array(parts.elements)
    }

    @Test("training rows are dropped until the counts hold, and no other row is touched")
    func dropped() throws {
        let found = try parts(after: imbalance(.exp, "9"))
        let counts = (0..<3).map { c in found.indices.count { $0 % 3 == c && found[$0] == Part.train.rawValue } }
        #expect(counts == [90, 30, 10])
        #expect(found.indices.allSatisfy { ($0 % 10 == 9) == (found[$0] == Part.test.rawValue) })
        #expect(found.count { $0 == Part.dropped.rawValue } == 270 - 130)
        #expect(try parts(after: imbalance(.exp, "9")) == found)
        #expect(try parts(after: imbalance(.exp, "9"), seed: 2) != found)
    }

    @Test("a larger factor keeps some of the rows that a smaller one keeps")
    func nested() throws {
        func rows(_ factor: String) throws -> Set<Int> {
            let found = try parts(after: imbalance(.exp, factor))
            return Set(found.indices.filter { found[$0] == Part.train.rawValue })
        }
        #expect(try rows("30").isStrictSubset(of: rows("9")))
        #expect(try rows("9").isStrictSubset(of: rows("2")))
    }
}
