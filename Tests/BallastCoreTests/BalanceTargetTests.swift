import BallastCore
import Testing

@Suite("How many rows each class gets")
struct BalanceTargetTests {
    private let names = ["a", "b", "c"]
    private let counts: [Int64] = [100, 30, 7]

    private func quotas(_ target: BalanceTarget, _ notices: NoticeLog = NoticeLog()) throws -> [Int64] {
        try target.quotas(.classes, counts: counts, classNames: names, notices: notices)
    }

    private func text(_ target: BalanceTarget, _ strata: Strata = .classes, counts: [Int64] = [100, 30, 7]) -> String {
        do {
            _ = try target.quotas(strata, counts: counts, classNames: names, notices: NoticeLog())
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test("majority, a class, a number")
    func to() throws {
        let log = NoticeLog()
        #expect(try quotas(.majority, log) == [0, 70, 93])
        #expect(log.notices.isEmpty)
        #expect(try quotas(.likeClass("b"), log) == [0, 0, 23])
        #expect(try quotas(.rows(50), log) == [0, 20, 43])
        #expect(
            log.notices.map(\.text) == [
                "class 'a' keeps its 100 rows: the target is 30 and rows are not removed",
                "class 'a' keeps its 100 rows: the target is 50 and rows are not removed",
            ])
    }

    @Test("a ratio is exact and says nothing of the largest class, but of others above it")
    func ratio() throws {
        let log = NoticeLog()
        #expect(try quotas(.ratio(try ExactDecimal("0.31")), log) == [0, 1, 24])
        #expect(log.notices.isEmpty)
        #expect(try quotas(.ratio(try ExactDecimal("0.29")), log) == [0, 0, 22])
        #expect(log.notices.map(\.text) == ["class 'b' keeps its 30 rows: the target is 29 and rows are not removed"])
        #expect(try quotas(.ratio(try ExactDecimal("1"))) == [0, 70, 93])
    }

    @Test("counts and factors hold for the classes that are named")
    func named() throws {
        #expect(try quotas(.counts(["c": 20, "a": 100])) == [0, 0, 13])
        #expect(try quotas(.multiply(["c": try ExactDecimal("1.29")])) == [0, 0, 2])
        #expect(try quotas(.multiplyAll(try ExactDecimal("2.5"))) == [150, 45, 10])
    }

    @Test("temper: 50 of 5000 is 5000, 500 and 50 for 0, ½ and 1")
    func temper() throws {
        for (exponent, target): (String, Int64) in [("0", 5000), ("0.5", 500), ("1", 50), ("1.0", 50)] {
            let made = try BalanceTarget.temper(try ExactDecimal(exponent)).quotas(
                .classes, counts: [5000, 50], classNames: names, notices: NoticeLog())
            #expect(made == [0, target - 50])
        }
    }

    struct Tempered: Decodable { let count, majority, target: Int64, exponent: Double }

    @Test("tempered targets are NumPy's")
    func tempered() throws {
        let cases = try ReferenceVectors.cases("counts", "tempered", as: Tempered.self)
        #expect(cases.count > 5)
        for known in cases {
            let made = try BalanceTarget.temper(try ExactDecimal("\(known.exponent)")).quotas(
                .classes, counts: [known.majority, known.count], classNames: names, notices: NoticeLog())
            #expect(made == [0, known.target - known.count])
        }
    }

    @Test("methods of one stratum: rows added, or a multiple of all")
    func everything() throws {
        let all = { (target: BalanceTarget) in
            try target.quotas(.everything, counts: counts, classNames: names, notices: NoticeLog())
        }
        #expect(try all(.added(12)) == [12])
        #expect(try all(.added(0)) == [0])
        #expect(try all(.multiplyAll(try ExactDecimal("2"))) == [137])
        #expect(try all(.multiplyAll(try ExactDecimal("1.29"))) == [39])
    }

    @Test("what cannot be is refused by name")
    func refusals() throws {
        #expect(
            text(.counts(["b": 20]))
                == "balance.counts asks for 20 rows of class 'b', which has 30; rows are not removed, ask for at least as many"
        )
        #expect(
            text(.multiply(["c": try ExactDecimal("0.5")]))
                == "balance.multiply asks for 3 rows of class 'c', which has 7; rows are not removed, ask for at least as many"
        )
        #expect(
            text(.likeClass("x")) == "class 'x' is named in balance.to but has no row; name one of: a, b, c")
        #expect(
            text(.counts(["x": 2])) == "class 'x' is named in balance.counts but has no row; name one of: a, b, c")
        #expect(
            text(.majority, counts: [3, 0, 2]) == "class 'b' has no training row; there is nothing to learn it from")
        #expect(
            text(.multiplyAll(try ExactDecimal("1e17")), .everything)
                == "100000000000000000 times 137 rows is more than can be counted")
    }

    @Test("sums that no disk holds are refused before they overflow")
    func limits() {
        #expect(
            text(.rows(.max))
                == "the balance asks for 27670116110564327421 training rows; at most 17592186044416 can be made")
        #expect(
            text(.added(.max), .everything)
                == "the balance asks for 9223372036854775944 training rows; at most 17592186044416 can be made")
    }
}
