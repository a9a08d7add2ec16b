/// Elementary functions from +, −, ×, ÷ alone, so that their bits are the same on every machine.
///
/// The C library's versions choose code by CPU and change between releases. Good to about 4.5e-16 relative.
public enum ExactMath {
    private static let ln2High = 0x1.62e42feep-1
    private static let ln2Low = 0x1.a39ef35793c76p-33
    private static let log2e = 0x1.71547652b82fep+0

    /// ln x for finite x > 0.
    public static func ln(_ x: Double) -> Double {
        var (mantissa, exponent) = (x.significand, Int(x.exponent))
        if mantissa >= 0x1.6a09e667f3bcdp+0 {  // √2
            mantissa /= 2
            exponent += 1
        }
        let s = (mantissa - 1) / (mantissa + 1)
        let z = s * s
        var sum = 2.0 / 21
        for i in (0..<10).reversed() { sum = sum * z + 2 / Double(2 * i + 1) }
        let e = Double(exponent)
        return sum * s + e * ln2Low + e * ln2High
    }

    /// eˣ; 0 below the smallest positive number, infinite above the largest.
    public static func exp(_ x: Double) -> Double {
        if x > 709.8 { return .infinity }
        if x < -745.2 { return 0 }
        let k = (x * log2e).rounded(.toNearestOrEven)
        let r = (x - k * ln2High) - k * ln2Low
        var sum = 1 / factorials[13]
        for i in (0..<13).reversed() { sum = sum * r + 1 / factorials[i] }
        // In two steps, so that results below the smallest normal number come out right.
        let half = (k / 2).rounded(.down)
        return sum * power(ofTwo: half) * power(ofTwo: k - half)
    }

    /// xʸ for x > 0.
    public static func pow(_ x: Double, _ y: Double) -> Double { exp(y * ln(x)) }

    /// sin x for |x| ≤ π/2, by its series to x²¹.
    public static func sin(_ x: Double) -> Double {
        let z = x * x
        var sum = 1.0
        for i in (1...10).reversed() { sum = 1 - sum * z / Double((2 * i) * (2 * i + 1)) }
        return sum * x
    }

    private static let factorials: [Double] = (1...13).reduce(into: [1]) { $0.append($0[$0.count - 1] * Double($1)) }

    private static func power(ofTwo exponent: Double) -> Double {
        Double(sign: .plus, exponent: Int(exponent), significand: 1)
    }
}
