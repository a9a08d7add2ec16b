/// A decimal number as it was written: `digits / 10^scale`, at most 18 digits, no binary rounding.
///
/// Ratios, factors and shares of a recipe are kept this way, so that 0.29 of 100 rows are 29 and not 28.
public struct ExactDecimal: Hashable, Sendable {
    /// All digits with the sign, without trailing zeros after the point; |digits| < 10^18.
    public let digits: Int64
    /// How many of the digits stand after the point, 0 … 18.
    public let scale: Int

    /// A whole number; nil from 10^18 on.
    public init?(exactly integer: Int64) {
        guard integer.magnitude < Self.limit else { return nil }
        digits = integer
        scale = 0
    }

    /// A constant of the program, `digits / 10^scale`, without trailing zeros after the point.
    init(constant digits: Int32, scale: Int = 0) {
        precondition((0...18).contains(scale))
        self.digits = Int64(digits)
        self.scale = scale
    }

    /// Reads `-12.5`, `.5`, `1e-3`.
    ///
    /// - Throws: ``ExactDecimalError``; `inf` and `nan` are not numbers here.
    public init(_ text: some StringProtocol) throws(ExactDecimalError) {
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let mantissa = rest.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
        var exponent = 0
        if mantissa.endIndex < rest.endIndex {
            guard let value = Int(String(decoding: rest[mantissa.endIndex...].dropFirst(), as: UTF8.self)) else {
                throw .notANumber
            }
            // Far beyond what 18 digits hold, so that the sums below cannot overflow.
            exponent = min(max(value, -1000), 1000)
        }
        let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }
        let fraction = mantissa[whole.endIndex...].dropFirst()
        let all = Array(whole) + Array(fraction)
        guard !all.isEmpty, all.allSatisfy({ (48...57).contains($0) }) else { throw .notANumber }
        try self.init(Array(all.drop { $0 == 48 }), scale: fraction.count - exponent, isNegative: isNegative)
    }

    /// `significand` are ASCII digits without leading zeros.
    private init(_ significand: [UInt8], scale: Int, isNegative: Bool) throws(ExactDecimalError) {
        var significand = significand
        var scale = scale
        while scale > 0, significand.last == 48 {
            significand.removeLast()
            scale -= 1
        }
        if significand.isEmpty { scale = 0 }
        while scale < 0, significand.count <= 18 {
            significand.append(48)
            scale += 1
        }
        guard significand.count <= 18, (0...18).contains(scale) else { throw .tooManyDigits }
        let magnitude = significand.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
        self.digits = isNegative ? -magnitude : magnitude
        self.scale = scale
    }

    private static let limit: UInt64 = 1_000_000_000_000_000_000

    /// 10^scale.
    public var denominator: Int64 { (0..<scale).reduce(1) { power, _ in power * 10 } }

    public var isWhole: Bool { scale == 0 }

    /// The nearest float64.
    public var double: Double { Double(description) ?? Double(digits) / Double(denominator) }

    /// `⌊self · count⌋` in integers; nil if it does not fit.
    public func floor(times count: Int64) -> Int64? {
        let product = Int128(digits) * Int128(count)
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(denominator))
        return Int64(exactly: remainder < 0 ? quotient - 1 : quotient)
    }

    /// The values as whole numbers over one denominator, for shares by largest remainder; nil if they do not fit.
    public static func integerWeights(_ values: [ExactDecimal]) -> (weights: [Int64], denominator: Int64)? {
        guard let finest = values.max(by: { $0.scale < $1.scale }) else { return nil }
        var weights: [Int64] = []
        for value in values {
            let factor = finest.denominator / value.denominator
            let (weight, overflow) = value.digits.multipliedReportingOverflow(by: factor)
            if overflow { return nil }
            weights.append(weight)
        }
        return (weights, finest.denominator)
    }
}

/// Why a text is no ``ExactDecimal``.
public enum ExactDecimalError: Error, Equatable, Sendable {
    case notANumber
    /// More than 18 digits before and after the point.
    case tooManyDigits
}

extension ExactDecimal: Comparable {
    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        Int128(left.digits) * Int128(right.denominator) < Int128(right.digits) * Int128(left.denominator)
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// The shortest plain decimal: `0.29`, `-12`, never with an exponent.
    public var description: String {
        let text = String(digits.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - text.count)) + text
        let whole = (digits < 0 ? "-" : "") + padded.dropLast(scale)
        return scale == 0 ? whole : whole + "." + padded.suffix(scale)
    }
}

extension ExactDecimal: Codable {
    /// Through float64, for coders that know no other numbers; the recipe's own coder keeps the digits.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(Double.self)
        do {
            self = try ExactDecimal("\(value)")
        } catch {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath, debugDescription: "'\(value)' is not a decimal of at most 18 digits"
                ))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(double)
    }
}
