import BallastCore
import BallastFormats
import Testing

struct CanonicalJSONTests {
    private struct Sample: Codable, Equatable {
        var rowsPerShard = 5
        var share = 0.1
        var small = 1e-7
        var whole = 3.0
        var ratio: ExactDecimal?
        var missing: Double?
        var single: Float = 0.1
        var large = UInt64.max
        var names = ["a/b\"\\\n\u{1}", "é"]
        var countsByClass = ["bB": 1, "a": 2, "É": 3]
        var nested = [["x": true]]
        var empty: [Int] = []
    }

    @Test("keys are sorted by bytes and snake case, numbers shortest, dictionary keys as they are")
    func text() throws {
        #expect(
            try CanonicalJSON.string(Sample(ratio: ExactDecimal("0.123456789012345678")))
                == #"{"counts_by_class":{"a":2,"bB":1,"É":3},"empty":[],"large":18446744073709551615,"missing":null,"#
                + #""names":["a/b\"\\\n\u0001","é"],"nested":[{"x":true}],"ratio":0.123456789012345678,"#
                + #""rows_per_shard":5,"share":0.1,"single":0.1,"small":1e-07,"whole":3}"#)
    }

    @Test("the pretty form indents by two spaces and ends with a newline")
    func pretty() throws {
        #expect(
            try CanonicalJSON.string(["b": [1, 2], "a": []], pretty: true)
                == "{\n  \"a\": [],\n  \"b\": [\n    1,\n    2\n  ]\n}\n")
    }

    @Test("what is written reads back as the same value")
    func roundTrip() throws {
        let sample = Sample(ratio: try ExactDecimal("0.123456789012345678"), missing: .leastNonzeroMagnitude)
        for pretty in [false, true] {
            #expect(try CanonicalJSON.decode(Sample.self, from: CanonicalJSON.string(sample, pretty: pretty)) == sample)
        }
    }

    @Test("a number that is not finite has no form", arguments: [Double.nan, .infinity])
    func notFinite(value: Double) {
        #expect(throws: EncodingError.self) { try CanonicalJSON.string([value]) }
    }

    @Test("a JSON tree inside a value is written and read as it is")
    func tree() throws {
        let tree = try JSONValue(parsing: #" {"Key A": [1.50, null, "\u00e9\ud83d\ude00\/"]} "#)
        #expect(try CanonicalJSON.string(["recipe": tree]) == #"{"recipe":{"Key A":[1.50,null,"é😀/"]}}"#)
        #expect(
            try CanonicalJSON.decode([String: JSONValue].self, from: CanonicalJSON.string(["recipe": tree])) == [
                "recipe": tree
            ])
    }

    @Test(
        "what is no JSON is an error with its line",
        arguments: [
            ("", "1: a value expected"), ("{\n\"a\" 1}", "2: ':' expected"), ("[1,]", "1: a value expected"),
            ("[1 2]", "1: ']' expected"), ("{\"a\":1,\n\"a\":2}", "2: key 'a' stands twice"),
            ("01", "1: '01' is no JSON value"),
            ("nul", "1: 'nul' is no JSON value"), ("\"a", "1: text without end"),
            ("\"\\ud800\"", "1: half of a surrogate pair"),
            ("\"\\x\"", "1: unknown escape in a text"), ("1 1", "1: text after the end of the value"),
            ("\"\\u12", "1: four hexadecimal digits expected"),
            ("\"\\u+123\"", "1: four hexadecimal digits expected"),
            ("\"\n\"", "2: control character in a text"), ("{1:2}", "1: '\"' expected"),
        ])
    func syntax(text: String, expected: String) throws {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
        #expect(error?.description == expected)
    }

    @Test(
        "numbers are spelled as JSON spells them",
        arguments: ["01", "1.", ".5", "+1", "1e", "1e+", "-", "0x1", "1_0", "inf"])
    func numbers(text: String) throws {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
        for good in ["0", "-0", "10", "0.50", "1e5", "1E-05", "-1.5e+300"] {
            #expect(try JSONValue(parsing: good) == .number(good))
        }
    }

    @Test("deep nesting is an error, not a crash")
    func depth() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
    }
}
