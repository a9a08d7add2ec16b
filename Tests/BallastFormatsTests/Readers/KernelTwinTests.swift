import CKernels
import Testing

/// The AVX2 kernels against their portable twins.
@Suite(.enabled(if: ballast_cpu_has_avx2())) struct KernelTwinTests {
    private static let number = UInt8(BALLAST_CSV_NUMBER)
    private static let text = UInt8(BALLAST_CSV_TEXT)
    private static let skip = UInt8(BALLAST_CSV_SKIP)
    private static let alphabet = Array("0123456789.,\n\"-+e \rx".utf8)

    @Test("line counts are equal on any bytes, length and alignment")
    func lines() {
        var random = SplitMix(state: 7)
        for length in 0..<400 {
            let density = UInt64(1 + length % 20)
            let text = (0..<length).map { _ in
                random.next() % density == 0 ? UInt8(ascii: "\"") : Self.alphabet[Int(random.next() % 20)]
            }
            for inQuotes in [false, true] {
                var a = ballast_csv_lines()
                a.in_quotes = inQuotes
                var b = a
                ballast_csv_count_lines_avx2(text, length, &a)
                ballast_csv_count_lines_portable(text, length, &b)
                #expect(a.in_quotes == b.in_quotes && a.lines == b.lines && a.rows == b.rows)
                #expect(a.rows_end == b.rows_end && a.lines_in_rows == b.lines_in_rows)
            }
        }
    }

    @Test(
        "rows are equal in every bit, flag, exception and error, on plain and on damaged tables",
        arguments: [[number, text, number, skip], [number], Array(repeating: number, count: 7) + [text]])
    func rows(_ actions: [UInt8]) {
        var random = SplitMix(state: 11)
        for round in 0..<3000 {
            var text = Self.table(&random, columns: actions.count)
            if round % 2 == 1 {  // damage
                for _ in 0...random.next() % 4 {
                    text[Int(random.next() % UInt64(text.count))] = Self.alphabet[Int(random.next() % 20)]
                }
                text[text.count - 1] = UInt8(ascii: "\n")
            }
            #expect(
                Self.parse(text, actions, ballast_csv_parse_rows_avx2)
                    == Self.parse(text, actions, ballast_csv_parse_rows_portable))
        }
    }

    /// Six rows of numbers of every length and form.
    private static func table(_ random: inout SplitMix, columns: Int) -> [UInt8] {
        var text = ""
        for _ in 0..<6 {
            let cells = (0..<columns).map { _ in number(&random) }
            text += cells.joined(separator: ",") + (random.next() % 4 == 0 ? "\r\n" : "\n")
        }
        return Array(text.utf8)
    }

    private static func number(_ random: inout SplitMix) -> String {
        let digits = String(random.next() >> (random.next() % 64))
        let sign = ["", "", "-", "+"][Int(random.next() % 4)]
        switch random.next() % 9 {
        case 0: return sign + digits
        case 1: return sign + "0." + digits
        case 2: return sign + String(digits.prefix(3)) + "." + String(digits.suffix(5))
        case 3: return sign + digits + "e-" + String(random.next() % 330)
        case 4: return "\"\(sign)\(digits)\""
        case 5: return " \(digits) "
        case 6: return ["", "NA", "nan", ".", "-", "00" + digits, "1e39", "5."][Int(random.next() % 8)]
        case 7: return sign + "\(nearBorder(&random))"
        default: return sign + String(digits.prefix(8)) + "." + String(digits.prefix(7))
        }
    }

    /// Up to 17 digits within 20 units in the last place of where two float32 meet.
    private static func nearBorder(_ random: inout SplitMix) -> Double {
        let lower = Float.random(in: 0.001..<1000, using: &random)
        let border = (Double(lower) + Double(lower.nextUp)) / 2
        return Double(bitPattern: border.bitPattern + random.next() % 41 - 20)
    }

    private typealias Kernel = (UnsafeMutablePointer<ballast_csv_rows>?) -> Int32

    /// Everything a kernel says about a text, as one comparable list.
    private static func parse(_ text: [UInt8], _ actions: [UInt8], _ kernel: Kernel) -> [UInt64] {
        let padded = text + [UInt8](repeating: 0, count: 64)
        let numbers = actions.count { $0 == number }
        var values = [Float](repeating: 0, count: numbers * 64)
        var flags = [UInt8](repeating: 0, count: numbers)
        var texts = [ballast_csv_cell](repeating: ballast_csv_cell(), count: 64)
        var exceptions = [ballast_csv_cell](repeating: ballast_csv_cell(), count: 256)
        var rows = ballast_csv_rows()
        let status = padded.withUnsafeBufferPointer { padded in
            actions.withUnsafeBufferPointer { actions in
                values.withUnsafeMutableBufferPointer { values in
                    flags.withUnsafeMutableBufferPointer { flags in
                        texts.withUnsafeMutableBufferPointer { texts in
                            exceptions.withUnsafeMutableBufferPointer { exceptions in
                                (rows.text, rows.length) = (padded.baseAddress, text.count)
                                (rows.columns, rows.actions) = (UInt32(actions.count), actions.baseAddress)
                                (rows.delimiter, rows.max_rows) = (UInt8(ascii: ","), 64)
                                (rows.values, rows.width) = (values.baseAddress, UInt32(numbers))
                                (rows.flags, rows.texts) = (flags.baseAddress, texts.baseAddress)
                                (rows.exceptions, rows.exception_capacity) = (exceptions.baseAddress, 256)
                                return kernel(&rows)
                            }
                        }
                    }
                }
            }
        }
        let cells = texts[..<Int(rows.text_count)] + exceptions[..<Int(rows.exception_count)]
        let place = status >= BALLAST_CSV_SHORT_ROW ? [UInt64(rows.error_column), UInt64(rows.error_position)] : []
        return [UInt64(status), UInt64(rows.rows), UInt64(rows.position)] + place + flags.map { UInt64($0) }
            + values[..<(Int(rows.rows) * numbers)].map { UInt64($0.bitPattern) }
            + cells.flatMap { [UInt64($0.row), UInt64($0.column), UInt64($0.start), UInt64($0.length)] }
    }
}

/// A small generator with a fixed seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
