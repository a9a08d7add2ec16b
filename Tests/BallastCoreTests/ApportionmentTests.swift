import BallastCore
import Testing

@Suite("Exact totals by largest remainder")
struct ApportionmentTests {
    @Test("small cases on paper")
    func known() {
        #expect(Apportionment.shares(of: 4, weights: [1, 1, 1] as [Int64]) == [2, 1, 1])
        #expect(Apportionment.shares(of: 7, weights: [5, 3, 2] as [Int64]) == [4, 2, 1])
        #expect(Apportionment.shares(of: 5, weights: [0, 0, 0] as [Int64]) == [2, 2, 1])
        #expect(Apportionment.shares(of: 10, weights: [0, 2, 5, 3, 1] as [Int64]) == [0, 2, 4, 3, 1])
    }

    @Test("real weights give the same shares as whole ones, and exact totals")
    func real() {
        var random = SequenceGenerator(seed: 4)
        for _ in 0..<300 {
            let weights = (0..<Int.random(in: 1...20, using: &random)).map { _ in Int64.random(in: 0...50, using: &random) }
            let total = Int64.random(in: 0...500, using: &random)
            let whole = Apportionment.shares(of: total, weights: weights)
            #expect(whole.reduce(0, +) == total)
            let sum = max(1, weights.reduce(0, +))
            if weights.contains(where: { $0 > 0 }) {
                for (share, weight) in zip(whole, weights) {
                    #expect(share >= total * weight / sum && share <= total * weight / sum + 1)
                }
            }
            let real = Apportionment.shares(of: total, weights: weights.map { Double($0) / 8 })
            #expect(real.reduce(0, +) == total)
        }
        #expect(Apportionment.shares(of: 5, weights: [0, 0, 0] as [Double]) == [2, 2, 1])
        #expect(Apportionment.shares(of: 7, weights: [0.5, 0.3, 0.2]) == [4, 2, 1])
    }

    @Test("weights near 2⁶² do not overflow")
    func large() {
        let half = Int64.max / 2
        #expect(Apportionment.shares(of: half, weights: [half, half]) == [half / 2 + 1, half / 2])
    }
}
