import BallastCore
import Testing

/// What is drawn is keyed by row numbers, so it changes with them; what is found in the data does not.
@Suite("Rows in another order have the same neighbours, bases and levels")
struct InvariantOrderTests {
    private let rows: [[Float]]
    private let labels: [Int32]
    /// Row i of the permuted input is row `order[i]`.
    private let order: [Int]

    init() {
        (rows, labels) = scatteredRows([60, 24], width: 3)
        let permutation = KeyedPermutation(count: 84, key: 11)
        order = (0..<84).map { Int(permutation($0)) }
    }

    private func pair(_ method: some SynthesisMethod, quota: Int64, ofClass c: Int = 1) throws -> [PreparedMethod] {
        let quotas = c == 1 ? [0, quota] : [quota, 0]
        return [
            try PreparedMethod(method, rows: rows, labels: labels, quotas: quotas),
            try PreparedMethod(
                method, rows: order.map { rows[$0] }, labels: order.map { labels[$0] }, quotas: quotas),
        ]
    }

    /// The same set, or the same count of each, in the numbers of the first order.
    private func expectSame<Value: Hashable>(
        _ method: some SynthesisMethod, quota: Int64, ofClass c: Int = 1,
        _ seen: (PreparedMethod, (Int64) -> Int64) -> Value,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let prepared = try pair(method, quota: quota, ofClass: c)
        let plain = seen(prepared[0]) { $0 }
        #expect(plain == seen(prepared[1]) { Int64(order[Int($0)]) }, sourceLocation: location)
    }

    @Test("the neighbours of every row", arguments: ["smote", "soft-smote"])
    func neighbors(name: String) throws {
        let type = try #require(SynthesisMethods.all.first { $0.name == name })
        try expectSame(type.init(), quota: 50) { method, original in
            let lists = (0..<84).reduce(into: [Int64: [Int64]]()) { lists, row in
                lists[original(row)] = method.sampler.voters(ofBase: row).map { $0.map(original) }
            }
            #expect(lists.count == 24, "of the class that gets rows")
            return lists
        }
    }

    @Test("the danger set of borderline-smote")
    func danger() throws {
        try expectSame(BorderlineSMOTE(), quota: 400) { method, original in
            Set(method.blends.map { original($0.base) })
        }
    }

    @Test("the safe levels of safe-level-smote: which rows are copied, which may be joined")
    func levels() throws {
        try expectSame(SafeLevelSMOTE(), quota: 4000) { method, original in
            Set(method.blends.map { [original($0.base), original($0.partner)] })
        }
    }

    @Test("the shares of adasyn")
    func shares() throws {
        // A total that leaves no remainder: a tie between remainders goes by row number.
        let foreign = try pair(ADASYN(), quota: 1)[0].foreignNeighbors(rows, k: 5)
        let total = Int64(3 * foreign[60...].reduce(0, +))
        try expectSame(ADASYN(), quota: total) { method, original in
            method.blends.reduce(into: [Int64: Int]()) { $0[original($1.base), default: 0] += 1 }
        }
    }

    @Test("the levels of prowsyn")
    func proximity() throws {
        // So many rows that every pair of a level occurs.
        let method = ProWSyn.with { ($0.levels, $0.neighbors, $0.theta) = (3, 1, 0) }
        try expectSame(method, quota: 30_000, ofClass: 0) { method, original in
            let pairs = Set(method.blends.map { Set([original($0.base), original($0.partner)]) })
            #expect(pairs.count < 60 * 59 / 4, "there is more than one level")
            return pairs
        }
    }

    @Test("the mean of a class, to which polynom-fit-smote goes")
    func means() throws {
        let prepared = try pair(PolynomFitSMOTE(), quota: 24)
        let made = prepared.map { method in
            Dictionary(
                uniqueKeysWithValues: zip(method.blends.map(\.base), method.rows(of: method.blends)))
        }
        for row in Int64(0)..<84 where made[1][row] != nil {
            // Sums in another order differ in the last bits of float64, and so seldom in float32.
            for (a, b) in zip(made[0][Int64(order[Int(row)])] ?? [], made[1][row] ?? []) {
                #expect(abs(a - b) <= a.ulp)
            }
        }
        #expect(made[0].count == 24 && made[1].count == 24)
    }
}
