import BallastCore
import CKernels
import Testing

@Suite("neighbour kernels", .enabled(if: ballast_cpu_has_avx2())) struct NeighborsKernelTests {
    @Test("both paths of the distance give the same bits", arguments: ElementType.allCases)
    func distance(type: ElementType) {
        var numbers = SeededNumbers(seed: 3)
        let element = row_element(UInt32(ElementType.allCases.firstIndex(of: type) ?? 0))
        for width in 1...33 {
            let weights = (0..<width).map { _ in Double(numbers.normal()) }
            var rows = (0..<2 * width * 8).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            if type == .float32 {
                let values = (0..<2 * width).map { _ in numbers.normal() * 1e3 }
                rows = values.withUnsafeBytes { Array($0) }
            }
            rows.withUnsafeBytes { bytes in
                let second = bytes.baseAddress.map { $0 + width * type.byteCount }
                let portable = distance_squared_portable(element, bytes.baseAddress, second, weights, width)
                let avx2 = distance_squared_avx2(element, bytes.baseAddress, second, weights, width)
                #expect(portable.bitPattern == avx2.bitPattern)
            }
        }
    }

    @Test("both paths of a pair's float32 distance and product give the same bits")
    func pairs() {
        var numbers = SeededNumbers(seed: 5)
        for width in stride(from: 8, through: 160, by: 8) {
            let (a, b) = ((0..<width).map { _ in numbers.normal() }, (0..<width).map { _ in numbers.normal() })
            let distance = (knn_float_pair_portable(a, b, width), knn_float_pair_avx2(a, b, width))
            #expect(distance.0.bitPattern == distance.1.bitPattern && distance.0 > 0)
            let product = (knn_float_dot_portable(a, b, width), knn_float_dot_avx2(a, b, width))
            #expect(product.0.bitPattern == product.1.bitPattern && product.0 != 0)
            let exact = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            #expect(abs(Double(product.0) - exact) < 1e-4)
        }
    }

    @Test("both paths of the box filter select the same panels")
    func boxes() {
        var numbers = SeededNumbers(seed: 4)
        let (count, stride, dimensions) = (37, 40, 8)
        let lows = (0..<stride * dimensions).map { _ in numbers.normal() }
        let highs = lows.map { $0 + 0.5 }
        let limits = (0..<stride).map { Float($0 % 7) }
        let low = [Float](repeating: -0.2, count: dimensions)
        let high = [Float](repeating: 0.2, count: dimensions)
        lows.withUnsafeBufferPointer { lows in
            highs.withUnsafeBufferPointer { highs in
                limits.withUnsafeBufferPointer { limits in
                    low.withUnsafeBufferPointer { low in
                        high.withUnsafeBufferPointer { high in
                            var scan = knn_box_scan(
                                low: low.baseAddress, high: high.baseAddress, lows: lows.baseAddress,
                                highs: highs.baseAddress, stride: stride, dimensions: dimensions, limit: 1.5,
                                limits: limits.baseAddress)
                            var portable = [UInt32](repeating: 0, count: count)
                            var avx2 = portable
                            let first = knn_box_select_portable(&scan, 8, count, &portable)
                            let second = knn_box_select_avx2(&scan, 8, count, &avx2)
                            #expect(portable == avx2)
                            #expect(first == second && first > 0 && first < count - 8)
                        }
                    }
                }
            }
        }
    }
}
