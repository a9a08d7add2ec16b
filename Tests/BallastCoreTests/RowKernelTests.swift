import BallastCore
import Testing

@Suite("Making rows from blends")
struct RowKernelTests {
    private func compose<Element: RowElement>(
        _ rows: [[Element]], _ blends: [Blend], columns: [Column] = []
    ) -> [Element] {
        let width = rows[0].count
        let store = RowStore(
            elementType: Element.elementType, rowShape: [width], count: rows.count,
            region: StoredArray(rows.flatMap { $0 }).region)
        let kernel = BlendKernel(features: store, columns: columns)
        let output = StoredArray([Element](repeating: rows[0][0], count: blends.count * width))
        blends.withUnsafeBufferPointer { kernel.compose($0, into: output.region.start) }
        return Array(output.elements)
    }

    @Test("known values of the blend")
    func known() {
        for (base, partner, weight, row): (Float, Float, UInt32, UInt32) in [
            (0.1, 0.7, 0x3EAA_AAAA, 0x3E99_9999), (-2.5, 0.001, 0x3F66_6667, 0xBE7F_140C),
            (0x1p24, 0.1, 0x3E80_0002, 0x4B3F_FFFF), (3e38, -3e38, 0x3F7F_BE77, 0xFF61_3E58),
            (1e10, 1e-10, 0x3F80_0000, 0x2EDB_E6FF),
        ] {
            let made = compose([[base], [partner]], [Blend(base: 0, partner: 1, weight: Float(bitPattern: weight))])
            #expect(made[0].bitPattern == row, "\(base) to \(partner)")
        }
    }

    @Test("steps 0 and 1 copy the bits, signs of zero and unreachable partners included")
    func copies() {
        let rows: [[Float]] = [[-0.0, 1e30], [5, 1e-30]]
        let made = compose(
            rows, [Blend(base: 0, partner: 1, weight: 0), Blend(base: 0, partner: 1, weight: 1), .copy(of: 0)])
        #expect(made.map(\.bitPattern) == ([-0.0, 1e30, 5, 1e-30, -0.0, 1e30] as [Float]).map(\.bitPattern))
    }

    @Test("whole-number arrays round to even and stay between the parents")
    func wholeNumbers() {
        let made: [UInt8] = compose(
            [[0, 255, 10], [255, 0, 11]],
            [
                Blend(base: 0, partner: 1, weight: 0.25), Blend(base: 1, partner: 0, weight: 0.75),
                Blend(base: 0, partner: 1, weight: 1 - 0x1p-24),
            ])
        // 63.75, 191.25, 10.25; 63.75, 191.25, 10.25
        #expect(made == [64, 191, 10, 64, 191, 10, 255, 0, 11])
        let halves: [Int8] = compose([[0, 1, -3], [5, 4, -2]], [Blend(base: 0, partner: 1, weight: 0.5)])
        #expect(halves == [2, 2, -2], "2.5, 2.5 and −2.5 go to even")
    }

    @Test("the ends of the widest types do not trap")
    func wide() {
        let made: [Int64] = compose([[.min, .max], [.max, .max]], [Blend(base: 0, partner: 1, weight: 1 - 0x1p-24)])
        #expect(made[0] > 0 && made[1] == .max)
        let unsigned: [UInt64] = compose([[0], [.max]], [Blend(base: 0, partner: 1, weight: 1 - 0x1p-24)])
        #expect(unsigned[0] > .max / 2)
    }

    @Test("only the whole-number columns of a float table are rounded; nominal columns hold no place among them")
    func integerColumns() {
        let columns = [
            Column(name: "city", kind: .categorical), Column(name: "age", kind: .integer),
            Column(name: "height", kind: .numeric), Column(name: "rooms", kind: .integer),
        ]
        let made = compose(
            [[1, 1, 1], [4, 4, 8]] as [[Float]], [Blend(base: 0, partner: 1, weight: 0.25)], columns: columns)
        #expect(made == [2, 1.75, 3])
    }

    private struct Voters: Sampler {
        let lists: [Int64: StoredArray<Int64>]
        func blend(_ candidate: Candidate) -> Blend { .copy(of: 0) }
        func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {}
        func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {}
        func voters(ofBase row: Int64) -> UnsafeBufferPointer<Int64>? { lists[row].map { $0[0..<$0.count] } }
    }

    private func vote(_ codes: [Int32], _ blend: Blend, voters: [Int64]?) -> Int32 {
        let kernel = NominalKernel(codes: CodeStore(codes: StoredArray(codes), width: 1))
        let sampler = Voters(lists: voters.map { [0: StoredArray($0)] } ?? [:])
        let output = StoredArray<Int32>([-9])
        [blend].withUnsafeBufferPointer { kernel.compose($0, sampler: sampler, into: output.elements.baseAddress!) }
        return output[0]
    }

    @Test("the most common value among the neighbours wins; a tie goes to the nearest")
    func votes() {
        let codes: [Int32] = [9, 1, 2, 2, 3, 3]
        let blend = Blend(base: 0, partner: 1, weight: 0.75)
        #expect(vote(codes, blend, voters: [1, 2, 3]) == 2)
        #expect(vote(codes, blend, voters: [1, 4, 2, 5, 3]) == 3, "3 and 2 have two votes each; 3 is nearer")
        #expect(vote(codes, blend, voters: [1, 2, 4]) == 1, "one vote each")
        #expect(vote([9, -1, -1, 5], blend, voters: [3, 1, 2]) == -1, "a missing value is a value")
    }

    @Test("copies keep their value whatever the neighbours say")
    func copiesKeep() { #expect(vote([9, 1, 1, 1], .copy(of: 0), voters: [1, 2, 3]) == 9) }

    @Test("without neighbours the nearer parent decides, the base at ½")
    func noVoters() {
        for (weight, value): (Float, Int32) in [(0.25, 9), (0.5, 9), (0.5 + 0x1p-24, 1), (1, 1)] {
            #expect(vote([9, 1], Blend(base: 0, partner: 1, weight: weight), voters: nil) == value)
        }
    }

    @Test("missing numbers are filled from training rows only")
    func imputation() throws {
        let none = Float.nan
        let store = RowStore(rows: [[1, none], [2, 4], [none, 4], [2, 5], [100, 9]])
        let columns = [Column(name: "a", kind: .integer, missing: 1), Column(name: "b", kind: .numeric, missing: 1)]
        let training = RowList.listed(StoredArray([0, 1, 2, 3]))
        for (imputation, expected): (Imputation, [Float]) in [
            (.mean, [2, 13.0 / 3]), (.median, [2, 4]), (.mostFrequent, [2, 4]),
        ] {
            let filled = try imputation.fill(store, columns: columns, training: training, storage: MemoryStorage())
            let values = values(of: filled, Float.self)
            #expect([values[4], values[1]] == expected, "\(imputation)")
            #expect(values[8] == 100 && values[9] == 9 && values[2] == 2)
        }
        #expect(store.elements(as: Float.self)[1].isNaN, "the input is left as it is")
        #expect(
            performing {
                try Imputation.mean.fill(
                    RowStore(rows: [[none], [3]]), columns: [Column(name: "a", kind: .numeric)], training: .all(1),
                    storage: MemoryStorage())
            }
                == "column 'a' has no value in any training row; leave it out with input.columns")
    }

    @Test("the median of an even number lies between; of several most frequent values the smallest counts")
    func imputationTies() throws {
        let store = RowStore(rows: [[1], [2], [4], [7], [.nan]] as [[Float]])
        let fill = { (imputation: Imputation) in
            values(
                of: try imputation.fill(store, columns: [], training: .all(5), storage: MemoryStorage()), Float.self)[4]
        }
        #expect(try fill(.median) == 3)
        #expect(try fill(.mostFrequent) == 1)
        #expect(try fill(.mean) == 3.5)
    }

    @Test("elements change type only where nothing is lost")
    func conversion() throws {
        let whole = RowStore(rows: [[0, 255], [7, 8]])
        #expect(values(of: try whole.converted(to: .uint8, storage: MemoryStorage()), UInt8.self) == [0, 255, 7, 8])
        #expect(
            performing { try RowStore(rows: [[1, 2], [3, 2.5]]).converted(to: .uint8, storage: MemoryStorage()) }
                == "row 1, element 1: 2.5 is no uint8; leave output.element on auto")
        #expect(
            performing { try RowStore(rows: [[256]]).converted(to: .uint8, storage: MemoryStorage()) }
                == "row 0, element 0: 256.0 is no uint8; leave output.element on auto")
    }

    /// The elements, copied while the store lives.
    private func values<Element: RowElement>(of store: RowStore, _ type: Element.Type) -> [Element] {
        withExtendedLifetime(store) { Array(store.elements(as: type)) }
    }

    /// The words of the error that `body` throws; none if it throws nothing.
    private func performing<Value>(_ body: () throws -> Value) -> String {
        do {
            _ = try body()
            return ""
        } catch {
            return "\(error)"
        }
    }
}
