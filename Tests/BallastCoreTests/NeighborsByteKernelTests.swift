import CKernels
import Testing

@Suite("byte filter of the neighbour search") struct NeighborsByteKernelTests {
    @Test(
        "every path reports the pairs within a limit, in order: two columns at a time, norms up to 181",
        arguments: [1, 2, 17, 40])
    func pairs(steps: Int) {
        let largest = min(63, 181 / Int(Double(2 * steps).squareRoot()))
        let scan = ByteScanCase(.pairs, steps: steps, largest: largest)
        scan.expectSurvivors(knn_byte_scan_portable, "portable")
        if ballast_cpu_has_avx2() { scan.expectSurvivors(knn_byte_scan_avx2, "AVX2") }
    }

    @Test(
        "every path reports the pairs within a limit, in order: four columns at a time, norms without bound",
        arguments: [1, 2, 3, 16, 769])
    func quads(steps: Int) {
        let scan = ByteScanCase(.quads, steps: steps, largest: 63)
        scan.expectSurvivors(knn_byte_quad_scan_portable, "portable")
        if ballast_cpu_has_avx2() { scan.expectSurvivors(knn_byte_quad_scan_avx2, "AVX2") }
    }

    @Test(
        "every path reports the pairs within a limit, in order: sixteen queries at a time, in chunks of steps",
        arguments: [1, 5, 16, 18, 33, 768])
    func tiles(columnSteps: Int) {
        let scan = ByteScanCase(.tiles, steps: filledUp(columnSteps), largest: 127)
        scan.expectSurvivors(knn_byte_tile_scan_portable, "portable")
        if ballast_cpu_has_vnni() { scan.expectSurvivors(knn_byte_tile_scan_vnni, "AVX-512 VNNI") }
        if ballast_cpu_has_amx() { scan.expectSurvivors(knn_byte_tile_scan_amx, "AMX") }
    }

    @Test("chunks of a tile's steps are of one size, at most 16, and filling up the last one changes neither")
    func chunks() {
        for steps in 1...200 {
            let filled = filledUp(steps)
            #expect(filled >= steps && filled < steps + knn_byte_tile_chunks(steps))
            #expect(knn_byte_tile_chunk(steps) <= 16)
            #expect(knn_byte_tile_chunks(filled) == knn_byte_tile_chunks(steps))
            #expect(knn_byte_tile_chunk(filled) == knn_byte_tile_chunk(steps))
        }
    }

    private func filledUp(_ steps: Int) -> Int { knn_byte_tile_chunks(steps) * knn_byte_tile_chunk(steps) }

    @Test("values of the largest size do not wrap in any sum")
    func extremes() {
        let pairs = ByteScanCase(.pairs, steps: 8, largest: 45, isExtreme: true)
        pairs.expectSurvivors(knn_byte_scan_portable, "portable")
        if ballast_cpu_has_avx2() { pairs.expectSurvivors(knn_byte_scan_avx2, "AVX2") }
        let quads = ByteScanCase(.quads, steps: 1 << 13, largest: 63, isExtreme: true)
        quads.expectSurvivors(knn_byte_quad_scan_portable, "portable")
        if ballast_cpu_has_avx2() { quads.expectSurvivors(knn_byte_quad_scan_avx2, "AVX2") }
        let tiles = ByteScanCase(.tiles, steps: 1 << 12, largest: 127, isExtreme: true)
        tiles.expectSurvivors(knn_byte_tile_scan_portable, "portable")
        if ballast_cpu_has_vnni() { tiles.expectSurvivors(knn_byte_tile_scan_vnni, "AVX-512 VNNI") }
        if ballast_cpu_has_amx() { tiles.expectSurvivors(knn_byte_tile_scan_amx, "AMX") }
    }
}

private enum ByteScanLayout {
    case pairs, quads, tiles

    var columnsPerStep: Int { self == .pairs ? 2 : 4 }
    var rowsPerGroup: Int { self == .tiles ? knn_byte_tile_group : knn_byte_group }
    var offset: Int { self == .tiles ? 128 : 64 }
}

/// A group of queries, five panels of references, and the pairs that a scan of four of the panels is to report.
private struct ByteScanCase {
    typealias Scan = (
        UnsafePointer<knn_byte_scan>?, UnsafeMutablePointer<UInt32>?, Int, UnsafeMutablePointer<Int>?
    ) -> Int

    private let layout: ByteScanLayout
    private let steps: Int
    private let rows: [[Int]]
    private let queries: [[Int]]
    private let ownLimits: [Int32]
    private let otherLimits: [Int32]
    private let list: [UInt32] = [0, 2, 3, 4]

    /// - Parameter isExtreme: every value is the largest, of either sign.
    init(_ layout: ByteScanLayout, steps: Int, largest: Int, isExtreme: Bool = false) {
        let columns = layout.columnsPerStep
        var numbers = SeededNumbers(seed: UInt64(columns * 1000 + steps))
        self.layout = layout
        self.steps = steps
        func row() -> [Int] {
            if isExtreme {
                return [Int](repeating: Bool.random(using: &numbers) ? largest : -largest, count: columns * steps)
            }
            return (0..<columns * steps).map { _ in Int.random(in: -largest...largest, using: &numbers) }
        }
        var rows = (0..<5 * knn_byte_panel).map { _ in row() }
        // Equal rows among them, of odd norm and of even.
        let queries = (0..<layout.rowsPerGroup).map { $0 < 3 ? rows[$0 * 31] : row() }
        rows[70] = queries[5]
        let values = queries.flatMap { query in rows.map { Self.value(query, $0) } }.sorted()
        let middle = Int32(values[values.count / 3])
        ownLimits = queries.indices.map { $0 == 0 ? 0 : middle }
        otherLimits = rows.indices.map { $0 % 50 == 7 ? middle / 2 * 3 : middle / 2 }
        self.rows = rows
        self.queries = queries
    }

    func expectSurvivors(_ scan: Scan, _ path: Comment) {
        for limits in [otherLimits, nil] {
            let expected = expected(limits)
            #expect(survivors(scan, limits) == expected, path)
            #expect(!expected.isEmpty && expected.count < list.count * knn_byte_panel * layout.rowsPerGroup)
        }
    }

    /// V of the kernels' definition, in whole numbers.
    private static func value(_ query: [Int], _ row: [Int]) -> Int {
        let product = zip(query, row).reduce(0) { $0 + $1.0 * $1.1 }
        return (squares(query) + 1) / 2 + squares(row) / 2 - product
    }

    private static func squares(_ row: [Int]) -> Int { row.reduce(0) { $0 + $1 * $1 } }

    private func expected(_ limits: [Int32]?) -> [UInt32] {
        list.flatMap { panel in
            queries.indices.flatMap { lane in
                (Int(panel) * knn_byte_panel..<(Int(panel) + 1) * knn_byte_panel).compactMap { row in
                    let limit = max(ownLimits[lane], limits?[row] ?? 0)
                    return Self.value(queries[lane], rows[row]) <= limit ? UInt32(row * 16 + lane) : nil
                }
            }
        }
    }

    /// Everything a scan reports, taken in small pieces.
    private func survivors(_ kernel: Scan, _ limits: [Int32]?) -> [UInt32] {
        let terms = queries.map { Int32(($0.reduce(0, +)) * layout.offset + (Self.squares($0) + 1) / 2) }
        let buffers = (
            Aligned(words), Aligned(terms), Aligned(ownLimits), Aligned(image),
            Aligned(rows.map { Int32(Self.squares($0) / 2) }), Aligned(limits ?? []), Aligned(list)
        )
        return withExtendedLifetime(buffers) {
            var scan = knn_byte_scan(
                queries: buffers.0.start, query_terms: buffers.1.start, query_limits: buffers.2.start,
                panels: buffers.3.start, reference_terms: buffers.4.start,
                reference_limits: limits == nil ? nil : buffers.5.start, panel_list: buffers.6.start,
                panel_count: list.count, steps: steps)
            let capacity = 32 * layout.rowsPerGroup + 8
            var all: [UInt32] = []
            while scan.panel_count > 0 {
                var (buffer, found) = ([UInt32](repeating: 0, count: capacity), 0)
                let done = kernel(&scan, &buffer, buffer.count, &found)
                all += buffer[0..<found]
                scan.panel_list += done
                scan.panel_count -= done
            }
            return all
        }
    }

    /// `[panel][steps][32][columns]`, values and their offset.
    private var image: [UInt8] {
        let columns = layout.columnsPerStep
        var image = [UInt8](repeating: UInt8(layout.offset), count: rows.count * columns * steps)
        for (index, row) in rows.enumerated() {
            let (panel, lane) = (index / knn_byte_panel, index % knn_byte_panel)
            for (column, value) in row.enumerated() {
                let step = panel * steps + column / columns
                image[(step * knn_byte_panel + lane) * columns + column % columns] = UInt8(value + layout.offset)
            }
        }
        return image
    }

    /// `[steps][6]`: of two columns z, twice; of four −z; of tiles −z in `[chunks][16][steps of a chunk]`.
    private var words: [UInt32] {
        let chunk = layout == .tiles ? knn_byte_tile_chunk(steps) : 1
        return stride(from: 0, to: steps, by: chunk).flatMap { first in
            queries.flatMap { query in (first..<first + chunk).map { word(query, step: $0) } }
        }
    }

    private func word(_ query: [Int], step: Int) -> UInt32 {
        let columns = layout.columnsPerStep
        let values = query[step * columns..<(step + 1) * columns]
        let bytes = columns == 2 ? Array(values) + values : values.map { -$0 }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt32(UInt8(bitPattern: Int8($1))) }
    }
}

/// A copy on a cache line.
private final class Aligned<Element> {
    let start: UnsafeMutablePointer<Element>

    init(_ elements: [Element]) {
        let bytes = max(1, elements.count * MemoryLayout<Element>.stride)
        start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(
            to: Element.self, capacity: elements.count)
        start.initialize(from: elements, count: elements.count)
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }
}
