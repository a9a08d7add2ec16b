import BallastCore
import Testing

@Suite("The mixup family")
struct MethodsMixupFamilyTests {
    private let sample = scatteredRows([30, 12, 4])
    private var rows: [[Float]] { sample.rows }
    private var labels: [Int32] { sample.labels }

    @Test("a temper of 1 pairs as mixup always did: every row equally often on both sides")
    func instance() throws {
        let mixup = try PreparedMethod(Mixup(), rows: rows, labels: labels, quotas: [92])
        #expect(mixup.uses(\.base).values.allSatisfy { $0 == 2 } && mixup.uses(\.partner).values.allSatisfy { $0 == 2 })
        #expect(mixup.blends.allSatisfy { $0.base != $0.partner })
        mixup.expectInverses()
    }

    @Test("classes have the shares n^q on both sides", arguments: [(0.0, [40, 40, 40]), (0.5, [60, 38, 22])])
    func temper(_ q: Double, _ shares: [Int]) throws {
        // 0.5: 120 · √n / (√30 + √12 + √4) = 60.07, 37.99, 21.94.
        let method = Mixup.with { $0.temper = q }
        let mixup = try PreparedMethod(method, rows: rows, labels: labels, quotas: [120])
        let planned = method.addedRows(quotas: [120], counts: [30, 12, 4])
        for role in [\Blend.base, \Blend.partner] {
            let classes = mixup.blends.reduce(into: [0, 0, 0]) { $0[Int(mixup.label($1[keyPath: role]))] += 1 }
            #expect(classes == shares)
            #expect(classes.map(Int64.init) == planned)
        }
        for c in 0..<3 {
            let uses = mixup.uses(\.base).filter { mixup.label($0.key) == c }.values
            #expect((uses.max() ?? 0) - (uses.min() ?? 0) <= 1, "class \(c)")
        }
        mixup.expectInverses()
    }

    @Test("a partner is never the base, in classes of two rows neither")
    func neverItself() throws {
        let (rows, labels) = scatteredRows([9, 2])
        let method = Mixup.with { $0.temper = 0 }
        let mixup = try PreparedMethod(method, rows: rows, labels: labels, quotas: [200])
        #expect(mixup.blends.allSatisfy { $0.base != $0.partner } && mixup.notices.isEmpty)
        mixup.expectInverses()
    }

    @Test("a class of one row drawn for its own row gives a copy, and that is said")
    func oneRow() throws {
        let (rows, labels) = scatteredRows([9, 1])
        let mixup = try PreparedMethod(
            Mixup.with { $0.temper = 0 }, rows: rows, labels: labels, quotas: [60])
        let copies = mixup.blends.filter { $0.base == $0.partner }
        #expect(!copies.isEmpty && copies.allSatisfy { $0 == .copy(of: 9) })
        #expect(mixup.notices == ["class 'b' has 1 row: where it is drawn as its own partner it is copied"])
        mixup.expectInverses()
    }

    @Test("balanced mixup joins rows as they are with every class equally often, near the former")
    func balanced() throws {
        let method = try PreparedMethod(BalancedMixup(), rows: rows, labels: labels, quotas: [46 * 60])
        #expect(method.uses(\.base).values.allSatisfy { $0 == 60 })
        let partners = method.blends.reduce(into: [0, 0, 0]) { $0[Int(method.label($1.partner))] += 1 }
        #expect(partners == [920, 920, 920])
        // Beta(0.2, 1) has the mean 1/6 and the deviation 0.266; 4 deviations of the mean of 2,760.
        let mean = method.blends.reduce(0) { $0 + Double($1.weight) } / Double(method.blends.count)
        #expect(abs(mean - 1.0 / 6) < 4 * 0.266 / 52.5)
    }

    @Test("balanced mixup answers both ways")
    func balancedInverses() throws {
        try PreparedMethod(BalancedMixup(), rows: rows, labels: labels, quotas: [70]).expectInverses()
    }

    @Test("unimix takes partners with class shares n^(1 + τ), and the rarer row leads")
    func unimix() throws {
        let (rows, labels) = scatteredRows([100, 1])
        let even = try PreparedMethod(UniMix.with { $0.tau = -1 }, rows: rows, labels: labels, quotas: [4000])
        let mixed = even.blends.filter { even.label($0.base) == 0 && even.label($0.partner) == 1 }
        #expect(mixed.count > 1950)
        // The published mean of the base's share is .489 for 5000 and 50 rows, the same ratio; Beta(.8, .8) deviates by
        // 0.31, so 4 deviations of the mean of 1,950 are 0.028.
        let share = mixed.reduce(0) { $0 + 1 - Double($1.weight) } / Double(mixed.count)
        #expect(abs(share - 0.489) < 0.028)
        try PreparedMethod(UniMix(), rows: self.rows, labels: self.labels, quotas: [70]).expectInverses()
    }

    @Test("knn-mixup joins every row with its nearest of any class")
    func neighbors() throws {
        let rows: [[Float]] = [[0], [1], [3], [10], [11], [13]]
        let method = try PreparedMethod(
            NeighborMixup.with { $0.neighbors = 2 }, rows: rows, labels: [0, 1, 0, 1, 0, 1], quotas: [600])
        #expect(method.uses(\.base) == [0: 100, 1: 100, 2: 100, 3: 100, 4: 100, 5: 100])
        let nearest: [Int64: Set<Int64>] = [0: [1, 2], 1: [0, 2], 2: [0, 1], 3: [4, 5], 4: [3, 5], 5: [3, 4]]
        for (base, partners) in nearest {
            #expect(Set(method.blends.filter { $0.base == base }.map(\.partner)) == partners)
        }
        method.expectInverses()
    }

    @Test("steps of every law lie on the grid")
    func grid() throws {
        let samples = [
            try PreparedMethod(BalancedMixup(), rows: rows, labels: labels, quotas: [500]).blends,
            try PreparedMethod(UniMix(), rows: rows, labels: labels, quotas: [500]).blends,
            try PreparedMethod(Remix.with { $0.alpha = 0.2 }, rows: rows, labels: labels, quotas: [500]).blends,
        ]
        for blend in samples.joined() where blend.partner != blend.base {
            let units = blend.weight * 0x1p24
            #expect(units > 0 && units < 0x1p24 && units.truncatingRemainder(dividingBy: 2) == 1)
        }
    }

    @Test("settings out of range are refused by name")
    func ranges() {
        #expect(refusal(Mixup.with { $0.temper = 1.5 })?.description == "temper: 1.5 is out of range; 0 to 1")
        #expect(refusal(Remix.with { $0.kappa = 0.5 })?.setting == "kappa")
        #expect(refusal(Remix.with { $0.tau = -0.1 })?.setting == "tau")
        #expect(refusal(MarginAwareMixup.with { $0.exponent = 0.1 })?.setting == "exponent")
        #expect(refusal(BalancedMixup.with { $0.alpha = 0 })?.setting == "alpha")
        #expect(refusal(UniMix.with { $0.tau = 0.5 })?.description == "tau: 0.5 is out of range; -1 to 0")
        #expect(refusal(NeighborMixup.with { $0.neighbors = 0 })?.setting == "neighbors")
        #expect(refusal(Mixup.with { $0.alpha = .nan })?.setting == "alpha")
    }
}
