/// Makes the nominal part of rows: the value most common among the base's neighbours, or that of one drawn from them.
///
/// A tie goes to the value held by the nearest of the tied neighbours. Methods without a neighbour list take the base's
/// value for λ ≤ ½ or without a partner, else the partner's. A missing value (−1) is a value of its own.
/// Chawla et al. 2002, section 6.1 (SMOTE-NC).
public struct NominalKernel: Sendable {
    private let codes: CodeStore

    public init(codes: CodeStore) { self.codes = codes }

    /// Writes one row of codes per planned row, row-major. Originals and copies keep their codes.
    public func compose(
        _ blends: UnsafeBufferPointer<Blend>, sampler: (any Sampler)?, into output: UnsafeMutablePointer<Int32>
    ) {
        for (index, blend) in blends.enumerated() {
            let target = output + index * codes.width
            if blend.partner != blend.base, let voters = sampler?.voters(ofBase: blend.base) {
                let draws = sampler?.nominalDraws
                for j in 0..<codes.width {
                    target[j] =
                        draws.map { codes[Int(voters[$0.voter(of: voters.count, for: blend, column: j)])][j] }
                        ?? mostCommon(voters, column: j)
                }
            } else {
                let source = codes[Int(blend.weight <= 0.5 || blend.partner < 0 ? blend.base : blend.partner)]
                target.update(from: source.baseAddress!, count: codes.width)  // width is at least 1
            }
        }
    }

    /// Quadratic in the number of voters, which is a handful.
    private func mostCommon(_ voters: UnsafeBufferPointer<Int64>, column: Int) -> Int32 {
        var (best, most) = (Int32(-1), 0)
        for voter in voters {
            let value = codes[Int(voter)][column]
            let votes = voters.reduce(0) { $0 + (codes[Int($1)][column] == value ? 1 : 0) }
            // Voters come nearest first, so a later value must have more votes to win.
            if votes > most { (best, most) = (value, votes) }
        }
        return best
    }
}
