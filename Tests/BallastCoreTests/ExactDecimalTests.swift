import BallastCore
import Testing

struct ExactDecimalTests {
    @Test(
        "a decimal times a count is floored without binary rounding",
        arguments: [
            ("0.29", 100, 29), (".57", 100, 57), ("1.1", 10, 11), ("0.07", 100, 7), ("0.999", 1000, 999), ("0.5", 3, 1),
            ("2", 7, 14), ("-0.5", 3, -2), ("1e-3", 5000, 5), ("0.000000000000000001", 999_999_999_999_999_999, 0),
        ] as [(String, Int64, Int64)])
    func floors(text: String, count: Int64, expected: Int64) throws {
        #expect(try ExactDecimal(text).floor(times: count) == expected)
    }

    @Test("a product beyond 64 bits is nil instead of a trap")
    func overflow() throws {
        #expect(try ExactDecimal("100").floor(times: .max) == nil)
        #expect(try ExactDecimal("0.999999999999999999").floor(times: .max) == 9_223_372_036_854_775_797)
        #expect(try ExactDecimal("-100").floor(times: .max) == nil)
    }

    @Test(
        "spellings of one number are one value with one shortest text",
        arguments: [
            ("0.50", "0.5"), (".5", "0.5"), ("5e-1", "0.5"), ("+0.5", "0.5"), ("050", "50"), ("1.", "1"),
            ("1e3", "1000"),
            ("-0.0", "0"), ("-12.340", "-12.34"), ("0e999", "0"), ("000000000000000000000.1", "0.1"), ("5E+2", "500"),
            ("1e17", "100000000000000000"), ("1e-18", "0.000000000000000001"),
        ])
    func texts(text: String, expected: String) throws {
        #expect(try ExactDecimal(text).description == expected)
        #expect(try ExactDecimal(text) == ExactDecimal(expected))
    }

    @Test(
        "what is no number is refused",
        arguments: [
            "", ".", "-", "inf", "nan", ".inf", "1e", "1e+", "1.2.3", "0x10", "1_000", "½", "1 ", "--1", "1e1.5",
        ])
    func notANumber(text: String) {
        #expect(throws: ExactDecimalError.notANumber) { try ExactDecimal(text) }
    }

    @Test(
        "more than 18 digits are refused",
        arguments: ["1e18", "0.1234567890123456789", "1e-19", "1e99999", "1e-99999", "1234567890123456789"])
    func tooManyDigits(text: String) {
        #expect(throws: ExactDecimalError.tooManyDigits) { try ExactDecimal(text) }
    }

    @Test("order is by value")
    func order() throws {
        let sorted = try ["-1", "-0.5", "0", "0.09", "0.1", "0.11", "1", "999999999999999999"].map {
            try ExactDecimal($0)
        }
        #expect(sorted.reversed().sorted() == sorted)
    }

    @Test("shares of different scale come over one denominator")
    func integerWeights() throws {
        let weights = try #require(
            try ExactDecimal.integerWeights(["0.8", "0.15", "0.05"].map { try ExactDecimal($0) }))
        #expect(weights.weights == [80, 15, 5])
        #expect(weights.denominator == 100)
        #expect(try ExactDecimal.integerWeights(["100000000000000000", "0.001"].map { try ExactDecimal($0) }) == nil)
    }
}
