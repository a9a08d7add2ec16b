import BallastCore
import Testing

private func floats(_ store: RowStore) -> [Float] {
    withExtendedLifetime(store) { Array(store.elements(as: Float.self)) }
}

@Suite("Principal axes")
struct PrincipalAxesTests {
    private func axes(_ rows: [[Float]], weights: [Double]? = nil, count: Int, threads: Int = 1) throws -> PrincipalAxes
    {
        try PrincipalAxes(
            of: RowStore(rows: rows), rows: .all(rows.count),
            weights: weights ?? [Double](repeating: 1, count: rows[0].count), count: count, threads: threads)
    }

    @Test("points along a line have that line as first axis, its largest loading positive")
    func line() throws {
        let found = try axes([[0, 0], [-1, -2], [-2, -4], [-3, -6]], count: 2)
        let length = 5.0.squareRoot()
        #expect(abs(found.axes[0][0] - 1 / length) < 1e-12 && abs(found.axes[0][1] - 2 / length) < 1e-12)
        #expect(abs(found.variances[0] - 6.25) < 1e-12 && abs(found.variances[1]) < 1e-12)
    }

    @Test("weights scale the columns before the axes are looked for")
    func weights() throws {
        let found = try axes([[0, 0], [1, 10], [2, 0], [3, 10]], weights: [100, 0.01], count: 1)
        #expect(found.axes[0][0] > 0.999 && found.variances[0] > 12_000)
    }

    @Test(
        "axes are orthonormal and make the covariance diagonal, for widths odd and even", arguments: [1, 2, 5, 8, 23])
    func diagonal(width: Int) throws {
        let rows = scatteredRows([60], width: width).rows
        let found = try axes(rows, count: width)
        #expect(found.variances == found.variances.sorted(by: >))
        for (k, a) in found.axes.enumerated() {
            for (l, b) in found.axes.enumerated() {
                let dot = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(dot - (k == l ? 1 : 0)) < 1e-12)
                let along = { (axis: [Double], row: [Float]) in
                    (0..<width).reduce(0.0) { $0 + axis[$1] * (Double(row[$1]) - found.mean[$1]) }
                }
                let joint = rows.reduce(0) { $0 + along(a, $1) * along(b, $1) } / 60
                #expect(abs(joint - (k == l ? found.variances[k] : 0)) < 1e-10 * found.variances[0], "\(k), \(l)")
            }
        }
    }

    @Test("more columns than rows, equal columns and constant ones are no obstacle")
    func rank() throws {
        let rows = scatteredRows([4], width: 9).rows.map { $0 + [$0[0], 7] }
        let found = try axes(rows, count: 11)
        #expect(found.variances.prefix(3).allSatisfy { $0 > 1e-3 })
        #expect(found.variances.dropFirst(3).allSatisfy { abs($0) < 1e-9 * found.variances[0] })
        #expect(try axes([[3, 3], [3, 3]], count: 2).variances == [0, 0])
    }

    @Test("threads change no bit of axes and scores")
    func threads() throws {
        let rows = scatteredRows([150], width: 101).rows
        let store = RowStore(rows: rows)
        let (one, three) = (try axes(rows, count: 7), try axes(rows, count: 7, threads: 3))
        #expect(one.axes == three.axes && one.variances == three.variances)
        let scores = try [(one, 1), (three, 3)].map { axes, threads in
            floats(try axes.scores(of: store, rows: .all(150), named: "s", in: MemoryStorage(), threads: threads))
        }
        #expect(scores[0] == scores[1] && scores[0].count == 150 * 7)
    }

    @Test("scores are the coordinates along the axes, rounded once; rows that are not listed stay 0")
    func scores() throws {
        let rows = scatteredRows([9], width: 3).rows
        let store = RowStore(rows: rows)
        let found = try axes(rows, weights: [1, 0.5, 2], count: 2)
        let listed = RowList.listed(StoredArray([1, 4]))
        let scores = try found.scores(of: store, rows: listed, named: "s", in: MemoryStorage(), threads: 1)
        #expect(scores.rowShape == [2] && scores.count == 9)
        let values = floats(scores)
        for row in 0..<9 {
            for k in 0..<2 {
                // Three terms in lanes of their own: (l0 + l2) + l1.
                let t = (0..<3).map {
                    found.axes[k][$0] * ((Double(rows[row][$0]) - found.mean[$0]) * found.weights[$0])
                }
                let right = row == 1 || row == 4 ? Float((t[0] + t[2]) + t[1]) : 0
                #expect(values[row * 2 + k] == right, "row \(row)")
            }
        }
    }

    @Test("sums run in row order inside blocks of 65,536 rows, so two blocks are two sums")
    func blocks() throws {
        let rows = scatteredRows([65_536 + 3], width: 1).rows
        let mean = try axes(rows, count: 1).mean[0]
        var sums: [Double] = []
        for start in [0, 65_536] {
            sums.append(0)
            for row in rows[start..<min(start + 65_536, rows.count)] {
                let z = Double(row[0]) - mean
                sums[sums.count - 1] += z * z
            }
        }
        #expect(try axes(rows, count: 1).variances[0] == (sums[0] + sums[1]) / Double(rows.count))
    }
}

@Suite("Rows of length 1")
struct UnitLengthTests {
    @Test("a row is divided by its length in float64 and rounded once; zeros stay and are counted")
    func rows() throws {
        let rows: [[Float]] = [[3, 4], [0, 0], [1e-30, 1e-30], [-2, 0], [1e30, -7]]
        let (unit, zeros) = try RowStore(rows: rows)
            .scaledToUnitLength(.all(5), named: "u", in: MemoryStorage(), threads: 2)
        #expect(zeros == 1)
        let values = floats(unit)
        #expect(values[0] == Float(0.6) && values[1] == Float(0.8) && values[2...3] == [0, 0])
        #expect(values[4] == Float(0.5.squareRoot()) && values[6...7] == [-1, 0] && values[8] == 1)
    }

    @Test("rows of whole numbers become floats")
    func integers() throws {
        let store = RowStore(
            elementType: .uint8, rowShape: [2, 1], count: 2, region: StoredArray<UInt8>([0, 5, 8, 6]).region)
        let (unit, _) = try store.scaledToUnitLength(
            .listed(StoredArray([1])), named: "u", in: MemoryStorage(), threads: 1)
        #expect(floats(unit) == [0, 0, 0.8, 0.6])
    }
}
