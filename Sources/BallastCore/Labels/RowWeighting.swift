/// What the training weight of a row is taken from.
///
/// All but ``ones`` are class weights spread over the soft label, `w = Σ_c a_c q_c`, with mean 1 over the training rows.
/// They are taken from the rows that are written, so balancing by rows and by weights do not add up: in a balanced set
/// ``inverse``, ``squareRoot`` and ``effectiveNumber`` give every row about 1.
public enum RowWeighting: String, Codable, CaseIterable, Sendable {
    /// Every row 1.
    case ones
    /// `1 / N_c`, N_c the soft mass of the class.
    case inverse
    /// `1 / √N_c`.
    case squareRoot = "square-root"
    /// `(1 − β) / (1 − β^N_c)`, N_c rounded: Cui et al., CVPR 2019.
    case effectiveNumber = "effective-number"
    /// Such that `Σ_r w_r q_rc = n π_c`, π the priors before augmentation: synthetic rows are used without changing the
    /// prior. The a solve `M a = n π`, `M_cd = Σ_r q_rc q_rd`.
    case prior

    /// Most classes for ``prior``, whose system has as many equations.
    public static let mostPriorClasses = 1024

    /// a of each class; nil for ``ones``.
    ///
    /// - Parameters:
    ///   - totals: of all training rows of the output; with products for ``prior``.
    ///   - priors: class shares before augmentation.
    ///   - beta: of ``effectiveNumber``.
    public func coefficients(_ totals: LabelTotals, priors: [Double], beta: Double) -> [Double]? {
        let rows = Double(totals.rowCount)
        switch self {
        case .ones: return nil
        case .inverse: return Self.scaled(totals.mass, rows) { 1 / $0 }
        case .squareRoot: return Self.scaled(totals.mass, rows) { 1 / $0.squareRoot() }
        case .effectiveNumber:
            return Self.scaled(totals.mass, rows) {
                1 / ClassTable.effective(max(1, Int64($0.rounded(.toNearestOrEven))), beta)
            }
        case .prior: return LeastSquares.solve(totals.products, priors.map { rows * $0 })
        }
    }

    /// Mean 1 over rows. A class without mass is in no row's label; its weight is 0.
    private static func scaled(_ mass: [Double], _ rows: Double, _ weight: (Double) -> Double) -> [Double] {
        let raw = mass.map { $0 > 0 ? weight($0) : 0 }
        let sum = zip(raw, mass).reduce(0.0) { $0 + $1.0 * $1.1 }
        return raw.map { sum > 0 ? $0 * (rows / sum) : 0 }
    }
}
