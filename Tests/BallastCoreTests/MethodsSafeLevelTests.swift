import BallastCore
import Testing

@Suite("safe-level-smote")
struct MethodsSafeLevelTests {
    @Test("steps stay in the interval that the two safe levels give")
    func steps() throws {
        let (rows, labels) = scatteredRows([60, 16])
        let method = try PreparedMethod(SafeLevelSMOTE(), rows: rows, labels: labels, quotas: [0, 600])
        let level = method.foreignNeighbors(rows, k: 5).map { 5 - $0 }
        var kinds: Set<String> = []
        for (candidate, blend) in zip(method.candidates, method.blends) {
            let (p, n) = (level[Int(blend.base)], level[Int(blend.partner)])
            let ratio = Double(p) / Double(n)
            if blend.partner == blend.base {
                kinds.insert("copy")
                #expect(p > 0, "\(candidate)")
            } else if p > n {
                kinds.insert("base")
                #expect(n > 0 && Double(blend.weight) < 1 / ratio + 0x1p-23)
            } else if p < n {
                kinds.insert("partner")
                #expect(Double(blend.weight) > 1 - ratio - 0x1p-23)
            } else {
                kinds.insert("even")
                #expect(p > 0)
            }
        }
        #expect(kinds == ["copy", "base", "partner", "even"])
        method.expectInverses()
    }

    @Test("a base of level 0 ends at the partner, and two of level 0 are never joined")
    func unsafe() throws {
        // Rows 0 and 1 stand alone among class a; 8 … 13 are a safe cluster of b.
        let rows: [[Float]] = [[0], [100]] + [[1], [2], [3], [101], [102], [103]] + (0..<6).map { [Float(1000 + $0)] }
        let labels: [Int32] = [1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
        let method = try PreparedMethod(
            SafeLevelSMOTE.with { $0.neighbors = 3 }, rows: rows, labels: labels, quotas: [0, 400])
        let alone = method.blends.filter { $0.base < 2 }
        #expect(!alone.isEmpty && alone.allSatisfy { $0.partner >= 8 && $0.weight == 1 - 0x1p-24 })
        #expect(method.notices.isEmpty)
        method.expectInverses()
    }

    @Test("a class without a safe row is made as smote makes it, and that is said")
    func fallback() throws {
        let rows = (0..<40).map { [Float($0)] }
        let labels = (0..<40).map { $0 % 8 == 4 ? Int32(1) : 0 }
        let method = try PreparedMethod(
            SafeLevelSMOTE.with { $0.neighbors = 3 }, rows: rows, labels: labels, quotas: [0, 33])
        let smote = try PreparedMethod(SMOTE.with { $0.neighbors = 3 }, rows: rows, labels: labels, quotas: [0, 33])
        #expect(method.blends == smote.blends)
        #expect(method.notices == ["no row of class 'b' has a neighbour of its class: it is made by plain smote"])
    }

    @Test("a class of one row is copied")
    func oneRow() throws {
        let (rows, labels) = scatteredRows([9, 1])
        let method = try PreparedMethod(SafeLevelSMOTE(), rows: rows, labels: labels, quotas: [0, 8])
        #expect(method.blends.allSatisfy { $0 == .copy(of: 9) })
    }
}
