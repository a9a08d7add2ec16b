import BallastFormats
import CKernels
import Foundation
import Testing

@Suite struct NumberParsingTests {
    @Test("every stored number is the nearest float64, ties to even, and rounds to the float32 of numpy")
    func vectors() throws {
        let text = try String(contentsOfFile: ReaderFixture.path("number-vectors.txt"), encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.count > 2500)
        for line in lines {
            let parts = line.split(separator: " ")
            let value = try #require(Array(parts[0].utf8).withUnsafeBufferPointer { parseNumber($0) }, "\(parts[0])")
            #expect(String(value.bitPattern, radix: 16) == Self.trimmed(parts[1]), "\(parts[0])")
            #expect(String(Float(value).bitPattern, radix: 16) == Self.trimmed(parts[2]), "\(parts[0])")
        }
    }

    private static func trimmed(_ digits: Substring) -> String {
        let rest = digits.drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }

    @Test(
        "what is no plain decimal number is none",
        arguments: [
            "", " 1", "1 ", "+", "-", ".", "-.", "e5", "1e", "1e+", "1.2.3", "--1", "+-1", "1-", "0x10", "1_000", "1,5",
            "nan",
            "inf", "infinity", "NaN", "1d5", "1f", "١", "1e5.", "1e 5",
        ])
    func noNumber(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { parseNumber($0) } == nil)
    }

    @Test("a number ends where it is said to end, whatever follows in memory")
    func bounds() {
        let bytes = Array("123456789012345678901234567890".utf8)
        for count in 1...bytes.count {
            let value = bytes.withUnsafeBufferPointer { parseNumber(UnsafeBufferPointer(rebasing: $0[..<count])) }
            #expect(value == Double(String(decoding: bytes[..<count], as: UTF8.self)))
        }
    }

    @Test("the spelling of a whole number is told: fraction, leading zeros, more digits than float32 has")
    func flags() {
        func flags(_ text: String) -> Int {
            var value = 0.0
            var flags: UInt32 = 0
            let bytes = Array(text.utf8)
            _ = bytes.withUnsafeBufferPointer {
                ballast_number_parse($0.baseAddress, $0.baseAddress! + $0.count, &value, &flags)
            }
            return Int(flags)
        }
        #expect(flags("12") == 0 && flags("0") == 0 && flags("16777216") == 0)
        #expect(flags("1.0") == BALLAST_NUMBER_FRACTIONAL && flags("1e3") == BALLAST_NUMBER_FRACTIONAL)
        #expect(flags("007") == BALLAST_NUMBER_LEADING_ZERO && flags("-00") == BALLAST_NUMBER_LEADING_ZERO)
        #expect(flags("16777217") == BALLAST_NUMBER_LONG_INTEGER)
        #expect(flags("100000000000000000000000") == BALLAST_NUMBER_LONG_INTEGER)
    }
}
