import BallastCore
import CKernels
import Testing

@Suite("Sums of columns") struct ColumnSumsTests {
    @Test(
        "both paths give the same bits", .enabled(if: ballast_cpu_has_avx2()), arguments: ElementType.allCases)
    func paths(type: ElementType) throws {
        var numbers = SeededNumbers(seed: 5)
        for width in [1, 3, 8, 17, 2051] {
            let store = try RowStore(type: type, count: 70, width: width, numbers: &numbers)
            for rows in [RowList.all(70), .listed(StoredArray([3, 4, 69]))] {
                let portable = try ColumnStatistics(of: store, rows: rows, threads: 3, useAVX2: false)
                let avx2 = try ColumnStatistics(of: store, rows: rows, threads: 3, useAVX2: true)
                for path in [\ColumnStatistics.mean, \.deviation, \.minimum, \.maximum] {
                    #expect(avx2[keyPath: path].map(\.bitPattern) == portable[keyPath: path].map(\.bitPattern))
                }
            }
        }
    }

    @Test(
        "of zeros of either sign the first is the least and the last the largest, on both paths",
        arguments: [false, true])
    func zeros(wide: Bool) throws {
        guard !wide || ballast_cpu_has_avx2() else { return }
        let width = 5
        let region = MemoryStorage().makeRegion(named: "zeros", byteCount: 2 * width * 4)
        let values = region.start.bindMemory(to: Float.self, capacity: 2 * width)
        for j in 0..<width { (values[j], values[width + j]) = (0, -0.0) }
        let store = RowStore(elementType: .float32, rowShape: [width], count: 2, region: region)
        let statistics = try ColumnStatistics(of: store, rows: .all(2), threads: 1, useAVX2: wide)
        #expect(statistics.minimum.allSatisfy { $0 == 0 && $0.sign == .plus })
        #expect(statistics.maximum.allSatisfy { $0 == 0 && $0.sign == .minus })
    }
}

extension RowStore {
    /// Rows of random bits; numbers around a thousand where the elements are floats.
    fileprivate convenience init(type: ElementType, count: Int, width: Int, numbers: inout SeededNumbers) throws {
        let bytes = count * width * type.byteCount
        let region = MemoryStorage().makeRegion(named: "rows", byteCount: bytes)
        if type == .float32 {
            let values = region.start.bindMemory(to: Float.self, capacity: count * width)
            for i in 0..<count * width { values[i] = numbers.normal() * 1e3 }
        } else {
            for i in 0..<bytes {
                region.start.storeBytes(of: .random(in: 0...255, using: &numbers), toByteOffset: i, as: UInt8.self)
            }
        }
        self.init(elementType: type, rowShape: [width], count: count, region: region)
    }
}
