import BallastCore
import Testing

@Suite("cutmix and cmo")
struct MethodsPatchTests {
    /// Images whose elements say which row and place they are.
    private func population(_ shape: [Int], _ counts: [Int]) throws -> Population {
        let width = shape.reduce(1, *)
        let labels = counts.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1) }
        let values = labels.indices.flatMap { row in (0..<width).map { Int32(row * 1000 + $0) } }
        return try Population(
            features: RowStore(
                elementType: .int32, rowShape: shape, count: labels.count, region: StoredArray(values).region),
            categorical: nil, columns: [], labels: StoredArray(labels), classNames: counts.indices.map { "c\($0)" },
            parts: nil, storage: MemoryStorage())
    }

    private func prepare(
        _ method: some SynthesisMethod, _ population: Population, _ quota: Int64 = 400, notices: NoticeLog = NoticeLog()
    ) throws -> [Blend] {
        let sampler = try method.prepare(
            SynthesisContext(
                population: population, weights: [], quotas: [quota], seed: 3, storage: MemoryStorage(), threads: 1,
                notices: notices))
        return (0..<quota).map { sampler.blend(Candidate(stratum: 0, number: $0)) }
    }

    private func rows(_ blends: [Blend], _ population: Population) throws -> [[Int32]] {
        let features = try #require(population.features)
        var values = [Int32](repeating: -1, count: blends.count * features.width)
        blends.withUnsafeBufferPointer { blends in
            values.withUnsafeMutableBytes {
                BlendKernel(features: features, columns: []).compose(blends, into: $0.baseAddress!)
            }
        }
        return blends.indices.map { Array(values[$0 * features.width..<($0 + 1) * features.width]) }
    }

    @Test("a patch of rows 1 to 2 and column 2 takes these pixels with all channels, whatever the layout")
    func pixels() throws {
        func made(_ shape: [Int], _ channels: ImageChannels) throws -> Set<Int32> {
            let patch = Patch(rows: 1..<3, columns: 2..<3, channels: channels)
            let row = try rows([Blend(base: 0, partner: 1, weight: 0.5, patch: patch)], population(shape, [1, 1]))[0]
            #expect(row.indices.allSatisfy { row[$0] % 1000 == Int32($0) }, "every element stays in its place")
            return Set(row.filter { $0 >= 1000 }.map { $0 - 1000 })
        }
        #expect(try made([3, 4], .last) == [6, 10])
        #expect(try made([3, 4], .first) == [6, 10])
        #expect(try made([3, 4, 2], .last) == [12, 13, 20, 21])
        #expect(try made([2, 3, 4], .first) == [6, 10, 18, 22])
    }

    @Test(
        "each row is its base with one box of its partner, and lambda is the box's share",
        arguments: [CutMix.name, "cmo"])
    func boxes(name: String) throws {
        let method = try #require(SynthesisMethods.all.first { $0.name == name }).init()
        let population = try population([11, 8, 3], [9, 4])
        let blends = try prepare(method, population)
        for (blend, row) in zip(blends, try rows(blends, population)) {
            let pasted = row.indices.filter { Int64(row[$0] / 1000) != blend.base }
            #expect(pasted.allSatisfy { Int64(row[$0] / 1000) == blend.partner })
            let (lines, columns) = (Set(pasted.map { $0 / 24 }), Set(pasted.map { $0 % 24 / 3 }))
            #expect(pasted.count == 3 * lines.count * columns.count)
            #expect(blend.weight == Float(Double(pasted.count) / (11 * 8 * 3)))
            #expect((blend.patch == nil) == (blend.partner == blend.base))
        }
        #expect(blends.contains { $0.partner == $0.base } && blends.count { $0.patch != nil } > 300)
    }

    @Test("with Beta(1, 1) a side is √U of the image's, rounded down to an even number, clipped at the edge")
    func sides() throws {
        let blends = try prepare(CutMix(), population([100, 100], [60]), 20_000)
        let patches = blends.compactMap(\.patch)
        let inner = patches.filter { $0.rows.lowerBound > 0 && $0.rows.upperBound < 100 }
        #expect(inner.allSatisfy { $0.rows.count % 2 == 0 })
        // A side of s has its centre at c: E[pixels] = Σ_c (min(c + h, 100) − max(c − h, 0)) / 100 over h = ⌊⌊100 √U⌋ / 2⌋.
        var expected = 0.0
        for side in 0..<100 {
            let pixels = (0..<100).map { min($0 + side / 2, 100) - max($0 - side / 2, 0) }.reduce(0, +)
            expected += Double((2 * side + 1) * pixels) / 1_000_000
        }
        let mean = Double(patches.reduce(0) { $0 + $1.rows.count }) / 20_000
        #expect(abs(mean - expected) < 0.6, "\(mean), not \(expected)")
        // Centres are uniform, so boxes lean to no side.
        let middle = Double(patches.reduce(0) { $0 + Int($1.columns.lowerBound + $1.columns.upperBound) })
        #expect(abs(middle / Double(2 * patches.count) - 50) < 1)
    }

    @Test("cmo: every row is a background equally often, and every class a foreground by n^(1 − r)")
    func classShares() throws {
        let population = try population([6, 6], [40, 8, 2])
        func foregrounds(_ exponent: Double) throws -> [Int] {
            var method = ContextRichOversampling()
            method.exponent = exponent
            let blends = try prepare(method, population, 5000)
            let bases = Dictionary(grouping: blends, by: \.base).values.map(\.count)
            #expect(bases == Array(repeating: 100, count: 50))
            // A copy does not say which foreground was drawn for it.
            let pasted = blends.filter { $0.partner != $0.base }
            return (0..<3).map { c in
                pasted.count { population.labels[Int($0.partner)] == Int32(c) } * 100 / pasted.count
            }
        }
        #expect(try foregrounds(1).allSatisfy { (31...35).contains($0) })
        let even = try foregrounds(0)
        #expect(even[0] >= 78 && even[2] <= 5, "\(even)")
        let half = try foregrounds(0.5)  // √40 : √8 : √2
        #expect((57...62).contains(half[0]) && (25...29).contains(half[1]) && (11...15).contains(half[2]), "\(half)")
    }

    @Test("a class of one row as its own foreground, a lone row and images without room are copied")
    func copies() throws {
        #expect(try prepare(CutMix(), population([6, 6], [1])).allSatisfy { $0 == .copy(of: 0) })
        let own = try prepare(ContextRichOversampling(), population([6, 6], [1, 9]))
        #expect(own.filter { $0.base == 0 }.allSatisfy { $0.partner != 0 || $0.weight == 0 })
        let notices = NoticeLog()
        let small = try prepare(CutMix(), population([2, 6], [3, 3]), notices: notices)
        #expect(small.allSatisfy { $0 == .copy(of: $0.base) })
        #expect(notices.notices.map(\.text) == ["images of 2 × 6 pixels have no room for a box: they are copied"])
    }

    @Test("rows that are no images are an error that says what they are", arguments: ["cmo", "cutmix"])
    func noImages(name: String) throws {
        let type = try #require(SynthesisMethods.all.first { $0.name == name })
        let wanted = "'\(name)' needs images, rows of the shape [height, width, channels] or [height, width]; "
        for (features, found) in [
            (RowStore(rows: [[1, 2, 3]]), "these have the shape [3]"), (nil, "these have no numeric column"),
            (.wholeNumbers(2, UInt8.self, [2, 2, 2, 2]), "these have the shape [2, 2, 2, 2]"),
        ] {
            #expect(throws: SynthesisError(wanted + found)) { try type.checkRows(features) }
        }
        #expect(throws: Never.self) { try type.checkRows(.wholeNumbers(2, UInt8.self, [4, 4])) }
        #expect(throws: Never.self) { try SMOTE.checkRows(nil) }
    }

    @Test("settings out of range are refused by name")
    func ranges() {
        #expect(refusal(CutMix.with { $0.alpha = 0 })?.setting == "alpha")
        #expect(refusal(CutMix.with { $0.temper = 1.5 })?.setting == "temper")
        #expect(refusal(ContextRichOversampling.with { $0.alpha = 1001 })?.setting == "alpha")
        #expect(
            refusal(ContextRichOversampling.with { $0.exponent = -0.5 })
                == SettingError("exponent", "-0.5 is out of range; 0 to 1"))
    }
}
