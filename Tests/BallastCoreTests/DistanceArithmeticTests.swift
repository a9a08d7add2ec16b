import BallastCore
import CKernels
import Testing

@Suite("The defined sum of a distance")
struct DistanceArithmeticTests {
    /// (j/10)² for j = 0 … 18 in eight lanes; one after the other they give …d6p+4.
    @Test("nineteen squares are added in eight lanes, then the lanes in pairs", arguments: [false, true])
    func lanes(avx2: Bool) {
        guard !avx2 || ballast_cpu_has_avx2() else { return }
        let (first, second) = ([Float](repeating: 1, count: 19), [Float](repeating: 0, count: 19))
        let weights = (0..<19).map { Double($0) / 10 }
        let distance = avx2 ? distance_squared_avx2 : distance_squared_portable
        #expect(distance(row_float32, first, second, weights, 19) == 0x1.5170a3d70a3d8p+4)
        #expect(weights.reduce(0) { $0 + $1 * $1 } == 0x1.5170a3d70a3d6p+4)
    }

    @Test(
        "the difference comes first: equal rows are exactly 0 apart, mirror images exactly as far", arguments: [3, 19])
    func differences(width: Int) {
        let center = (0..<width).map { Float($0) * 1.1 + 1e6 }
        let steps = (0..<width).map { Float($0 % 5) * 0.0625 }
        let (above, below) = (zip(center, steps).map { $0 + $1 }, zip(center, steps).map { $0 - $1 })
        let weights = [Double](repeating: 1 / 3.7, count: width)
        func distance(_ a: [Float], _ b: [Float]) -> Double {
            distance_squared_portable(row_float32, a, b, weights, width)
        }
        #expect(distance(center, center) == 0)
        #expect(distance(center, above) == distance(center, below) && distance(center, above) > 0)
    }
}
