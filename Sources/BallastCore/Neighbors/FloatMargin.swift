/// How far the float32 filter may be off, and so which of its values cannot be ruled out.
///
/// Let D be the exact distance of two scaled rows times `S`, D' that of their float32 images, F the filter's value for
/// D'², K the defined float64 value that a pair must not exceed.
/// 1. The defined arithmetic takes three roundings per term and at most width/8 + 5 additions, nominal columns two more:
///    D² ≤ S²·K·(1 + (width + 16)·2⁻⁵³).
/// 2. An image lies within e of its row (``RowScaling/scale(row:to:stride:)``), so D' ≤ D + e_q + e_r. Codes are exact:
///    with a nominal part C it is √((N + e)² + C) ≤ √(N² + C) + e.
/// 3. F sums width + nominal terms of at most three roundings each in sequence (the first product, `mismatch` and the
///    conversion of `mismatch` to float32 included): F ≤ D'²·(1 + γ), γ = n·u/(1 − n·u), n = width + nominal + 4,
///    u = 2⁻²⁴; a square may also gain 2⁻¹⁴⁹ by rounding a subnormal.
/// Hence every pair within K has F ≤ (S·√K(1 + …) + e_q + e_r)²(1 + γ) + (width + nominal)·2⁻¹⁴⁹. The float64 roundings of
/// this formula itself are covered by a factor 1 + 2⁻⁴⁰, and the float32 limit is rounded up.
struct FloatMargin: Sendable {
    private let scale: Double
    private let stretch: Double
    private let growth: Double
    private let floor: Double

    /// Rows wider than this have no useful bound.
    static let widest = 1 << 22

    init(width: Int, nominal: Int, scale: Double) {
        precondition(width + nominal <= Self.widest)
        self.scale = scale
        stretch = 1 + Double(width + 16) * 0x1p-53
        let n = Double(width + nominal + 4) * 0x1p-24
        growth = (1 + n / (1 - n)) * (1 + 0x1p-40)
        floor = Double(width + nominal) * 0x1p-148
    }

    /// The largest filter value of a pair within `bound` (a squared distance in the defined arithmetic) of a query whose
    /// image is within `error`, for references within `referenceError`; −1 for a query out of reach (error −1).
    func limit(bound: Double, error: Double, referenceError: Double) -> Float {
        guard error >= 0 else { return -1 }
        let distance = (bound * stretch).squareRoot() * scale + error + referenceError
        return Float(distance * distance * growth + floor).nextUp
    }

    /// A squared distance in the defined arithmetic that a pair with filter value `value` cannot exceed: the margin read the
    /// other way, D' ≤ √(F/(1 − γ) + …) and D ≤ D' + e_q + e_r.
    func bound(value: Float, error: Double, referenceError: Double) -> Double {
        let image = (Double(value) * growth * growth + floor).squareRoot()
        let distance = (image + error + referenceError) / scale
        return distance * distance * stretch * (1 + 0x1p-40)
    }
}
