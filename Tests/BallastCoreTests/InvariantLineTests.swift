import BallastCore
import Testing

/// Section numbers are those of the reference of algorithms that the formulas come from.
@Suite("What points between two rows have in common")
struct InvariantLineTests {
    @Test("every new row lies on the segment: its distances to both parents add up to theirs", arguments: [2, 7, 30])
    func segment(width: Int) throws {
        let (rows, labels) = scatteredRows([30, 11], width: width)
        let method = try PreparedMethod(SMOTE(), rows: rows, labels: labels, quotas: [0, 500])
        let blends = method.blends
        // Rounding to float32 moves a row by at most half a unit in each coordinate.
        let largest = rows.joined().map(abs).max() ?? 0
        let tolerance = Double(largest) * 0x1p-23 * Double(width).squareRoot()
        for (row, blend) in zip(method.rows(of: blends), blends) {
            let (base, partner) = (rows[Int(blend.base)], rows[Int(blend.partner)])
            let sum = distance(row, base) + distance(row, partner)
            #expect(abs(sum - distance(base, partner)) <= tolerance, "\(blend)")
            #expect(abs(distance(row, base) - Double(blend.weight) * distance(base, partner)) <= tolerance)
        }
    }

    private func distance(_ a: [Float], _ b: [Float]) -> Double {
        zip(a, b).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }.squareRoot()
    }

    @Test("with every row as neighbour smote keeps the trace 1 − n / 3(n − 1): .6736 for 50 rows")
    func completeGraph() throws {
        let (rows, labels) = scatteredRows([50, 3])
        let method = try PreparedMethod(
            SMOTE.with { $0.neighbors = 49 }, rows: rows, labels: labels, quotas: [50 * 49 * 16, 0])
        let ratio = trace(method.rows(of: method.blends)) / trace(Array(rows.prefix(50)))
        #expect(abs(ratio - (1 - 50.0 / (3 * 49))) < 0.006, "\(ratio)")
    }

    /// Section 9.1: `Cov = C + E[u](B + Bᵀ) + E[u²] D − E[u]² m mᵀ` over the edges of the neighbour graph.
    @Test("its trace is the one that the edges of the neighbour graph foretell", arguments: [1, 5, 12])
    func edges(k: Int) throws {
        let (rows, labels) = scatteredRows([60, 3], width: 3)
        let method = try PreparedMethod(
            SMOTE.with { $0.neighbors = k }, rows: rows, labels: labels, quotas: [60 * 800, 0])
        let foretold = (0..<3).reduce(0.0) { sum, j in
            let x = (0..<60).map { Double(rows[$0][j]) }
            let mean = x.reduce(0, +) / 60
            var (b, d, m) = (0.0, 0.0, 0.0)
            for i in 0..<60 {
                for neighbor in method.nearest(to: i, in: rows, among: Array(0..<60)).prefix(k) {
                    let delta = x[Int(neighbor)] - x[i]
                    (b, d, m) = (b + (x[i] - mean) * delta, d + delta * delta, m + delta)
                }
            }
            let edges = Double(60 * k)
            let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 60
            return sum + variance + b / edges + d / edges / 3 - m / edges * m / edges / 4
        }
        let ratio = trace(method.rows(of: method.blends)) / foretold
        #expect(abs(ratio - 1) < 0.01, "\(ratio)")
    }

    /// Section 7.3.
    @Test(
        "mixup keeps the mean and the share 1 − α / (2α + 1) of the variance",
        arguments: [(0.1, 0.917), (0.2, 0.857), (0.4, 0.778), (1, 0.667)])
    func mixup(alpha: Double, share: Double) throws {
        // Pairs are never of one row: of n independent rows the factor differs by less than 2 / n.
        let (rows, labels) = scatteredRows([500, 500])
        let method = try PreparedMethod(
            Mixup.with { $0.alpha = alpha }, rows: rows, labels: labels, quotas: [40_000])
        let made = method.rows(of: method.blends)
        #expect(abs(trace(made) / trace(rows) - share) < 0.012, "\(trace(made) / trace(rows))")
        for j in 0..<2 {
            let (before, after) = (mean(rows, j), mean(made, j))
            // Four deviations of the mean of 40,000 rows.
            #expect(abs(before - after) < 4 * trace(rows).squareRoot() / 200)
        }
    }

    private func mean(_ rows: [[Float]], _ j: Int) -> Double {
        rows.reduce(0) { $0 + Double($1[j]) } / Double(rows.count)
    }

    /// The variances of all columns, added.
    private func trace(_ rows: [[Float]]) -> Double {
        (rows.first ?? []).indices.reduce(0) { sum, j in
            let mean = mean(rows, j)
            return sum + rows.reduce(0) { $0 + (Double($1[j]) - mean) * (Double($1[j]) - mean) } / Double(rows.count)
        }
    }
}
