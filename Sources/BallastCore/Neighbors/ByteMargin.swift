/// How far the byte filter may be off, and so which of its values cannot be ruled out.
///
/// A row's scaled image x is rounded to Δ·z, z whole numbers; e = |row − Δ·z| is measured, row by row (the float32 image's
/// own error included). By the triangle inequality a pair at scaled distance D has Δ·|z_q − z_r| ≤ D + e_q + e_r, and the
/// kernel's value is V ≤ |z_q − z_r|²/2 + ½ (`knn_byte.h`). So a pair within K has
/// V ≤ ((S·√K(1 + …) + e_q + e_r)/Δ)²/2 + ½; the factor of ``FloatMargin`` bounds D by K, and 1 + 2⁻⁴⁰ covers the float64
/// roundings of this formula. V is a whole number, so the limit is rounded down.
struct ByteMargin: Sendable {
    /// `S`.
    let scale: Double
    /// `Δ`.
    let step: Double
    /// The largest limit that the kernel takes: nothing is ruled out by it.
    let largest: Int32
    private let stretch: Double

    init(width: Int, scale: Double, step: Double, _ layout: ByteLayout) {
        self.scale = scale
        self.step = step
        largest = layout.largestLimit
        stretch = 1 + Double(width + 16) * 0x1p-53
    }

    /// The largest kernel value of a pair within `bound` (a squared distance in the defined arithmetic).
    func limit(bound: Double, error: Double, referenceError: Double) -> Int32 {
        let distance = ((bound * stretch).squareRoot() * scale + error + referenceError) / step
        let value = distance * distance * (0.5 + 0x1p-41) + 0.5
        return value < Double(largest) ? Int32(value) : largest
    }
}
