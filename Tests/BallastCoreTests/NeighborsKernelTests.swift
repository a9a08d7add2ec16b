import BallastCore
import CKernels
import Testing

@Suite("neighbour kernels", .enabled(if: ballast_cpu_has_avx2())) struct NeighborsKernelTests {
    @Test("both paths of the byte filter report the same survivors", arguments: [1, 2, 17, 40])
    func bytes(pairs: Int) {
        var numbers = SeededNumbers(seed: UInt64(pairs))
        let (panels, limit) = (5, 181 / Int((Double(2 * pairs)).squareRoot()))
        func row() -> [Int] {
            (0..<2 * pairs).map { _ in Int.random(in: -min(63, limit)...min(63, limit), using: &numbers) }
        }
        var rows = (0..<panels * 32).map { _ in row() }
        let queries = (0..<6).map { $0 < 3 ? rows[$0 * 31] : row() }
        rows[70] = queries[5]
        var image = [UInt8](repeating: 64, count: panels * pairs * 64)
        for (index, row) in rows.enumerated() {
            for (column, value) in row.enumerated() {
                image[index / 32 * pairs * 64 + column / 2 * 64 + index % 32 * 2 + column % 2] = UInt8(value + 64)
            }
        }
        var packed = [UInt32](repeating: 0, count: pairs * 6)
        for (lane, query) in queries.enumerated() {
            for pair in 0..<pairs {
                let bytes =
                    UInt32(UInt8(bitPattern: Int8(query[2 * pair]))) | UInt32(
                        UInt8(bitPattern: Int8(query[2 * pair + 1]))) << 8
                packed[pair * 6 + lane] = bytes | bytes << 16
            }
        }
        let squares = { (row: [Int]) in row.reduce(0) { $0 + $1 * $1 } }
        let queryTerms = queries.map { query -> UInt32 in
            let term = UInt32(UInt16(truncatingIfNeeded: (squares(query) + 1) / 2 + 64 * query.reduce(0, +)))
            return term | term << 16
        }
        let terms = rows.map { UInt16(squares($0) / 2) }
        let distances = queries.map { query in rows.map { row in squares(zip(query, row).map { $0 - $1 }) } }
        let middle = distances.flatMap { $0 }.sorted()[panels * 16] / 2
        let ownLimits = (0..<6).map { UInt32($0 == 0 ? 0 : middle) * 0x10001 }
        let otherLimits = rows.indices.map { UInt16($0 % 50 == 7 ? middle * 2 : middle / 2) }
        let list: [UInt32] = [0, 2, 3, 4]
        for references in [otherLimits, nil] {
            let (portable, avx2) = withAligned(image) { panels in
                var scan = knn_byte_scan()
                return packed.withUnsafeBufferPointer { packed in
                    queryTerms.withUnsafeBufferPointer { queryTerms in
                        ownLimits.withUnsafeBufferPointer { ownLimits in
                            terms.withUnsafeBufferPointer { terms in
                                (references ?? []).withUnsafeBufferPointer { limits in
                                    list.withUnsafeBufferPointer { list in
                                        scan.queries = packed.baseAddress
                                        scan.query_terms = queryTerms.baseAddress
                                        scan.query_limits = ownLimits.baseAddress
                                        scan.panels = panels
                                        scan.reference_terms = terms.baseAddress
                                        scan.reference_limits = references == nil ? nil : limits.baseAddress
                                        scan.panel_list = list.baseAddress
                                        scan.panel_count = list.count
                                        scan.pairs = pairs
                                        return (
                                            survivors(&scan, knn_byte_scan_portable),
                                            survivors(&scan, knn_byte_scan_avx2)
                                        )
                                    }
                                }
                            }
                        }
                    }
                }
            }
            var expected: [UInt32] = []
            for panel in list {
                for lane in 0..<6 {
                    for row in Int(panel) * 32..<Int(panel) * 32 + 32 {
                        let (q, r) = (squares(queries[lane]), squares(rows[row]))
                        let value = (q + 1) / 2 + r / 2 - (q + r - distances[lane][row]) / 2
                        let limit = max(Int(ownLimits[lane] & 0xFFFF), Int(references?[row] ?? 0))
                        if value <= limit { expected.append(UInt32(row * 8 + lane)) }
                    }
                }
            }
            #expect(portable == expected)
            #expect(avx2 == expected)
            #expect(!expected.isEmpty && expected.count < list.count * 192)
        }
    }

    @Test("both paths of the distance give the same bits", arguments: ElementType.allCases)
    func distance(type: ElementType) {
        var numbers = SeededNumbers(seed: 3)
        let element = distance_element(UInt32(ElementType.allCases.firstIndex(of: type) ?? 0))
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

    private typealias ByteScan = (
        UnsafePointer<knn_byte_scan>?, UnsafeMutablePointer<UInt32>?, Int, UnsafeMutablePointer<Int>?
    ) -> Int

    /// Everything a scan reports, taken in small pieces.
    private func survivors(_ scan: inout knn_byte_scan, _ kernel: ByteScan) -> [UInt32] {
        var part = scan
        var all: [UInt32] = []
        while part.panel_count > 0 {
            var buffer = [UInt32](repeating: 0, count: 200)
            var found = 0
            let done = kernel(&part, &buffer, buffer.count, &found)
            all += buffer[0..<found]
            part.panel_list += done
            part.panel_count -= done
        }
        return all
    }

    private func withAligned<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
        defer { copy.deallocate() }
        copy.copyBytes(from: bytes)
        return body(UnsafePointer(copy.bindMemory(to: UInt8.self).baseAddress.unsafelyUnwrapped))
    }
}
