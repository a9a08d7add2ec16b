import BallastCore
import Testing

@Suite("Classes too small to interpolate in")
struct DegenerateClassTests {
    /// What a method says of two classes: four rows of `a`, and the rows of `b` that are given.
    private func run(_ method: String, b: [Float]) throws -> (blends: [Blend], notices: [String], store: RowStore) {
        let store = RowStore(rows: ([0, 1, 2.5, 4] + b).map { [$0] })
        let labels = [0, 0, 0, 0] + b.map { _ in Int32(1) }
        let population = try Population(
            features: store, categorical: nil, columns: [Column(name: "x", kind: .numeric)],
            labels: StoredArray(labels), classNames: ["a", "b"], parts: nil, storage: MemoryStorage())
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        let log = NoticeLog()
        let context = SynthesisContext(
            population: population, weights: [1], quotas: type.strata == .everything ? [30] : [0, 30], seed: 1,
            storage: MemoryStorage(), threads: 1, notices: log)
        let sampler = try type.init().prepare(context)
        let stratum = type.strata == .everything ? Int32(0) : 1
        let blends = (0..<30).map { sampler.blend(Candidate(stratum: stratum, number: $0)) }
        return (blends, log.notices.map(\.text), store)
    }

    @Test("smote copies the one row of a class and says so")
    func oneRowSmote() throws {
        let found = try run("smote", b: [9])
        #expect(found.blends.allSatisfy { $0 == .copy(of: 4) })
        #expect(found.notices == ["class 'b' has 1 row: it is copied, nothing can be interpolated"])
    }

    @Test("soft-smote and mixup join the one row of a class with other rows")
    func oneRowOthers() throws {
        let soft = try run("soft-smote", b: [9])
        #expect(soft.blends.allSatisfy { $0.base == 4 && $0.partner != 4 })
        #expect(soft.notices == ["there are 5 training rows: 4 neighbours used instead of 5"])
        let mixup = try run("mixup", b: [9])
        #expect(mixup.blends.allSatisfy { $0.base != $0.partner })
        #expect(mixup.notices == [])
    }

    @Test("duplicate copies, and finds nothing strange in it")
    func oneRowDuplicate() throws {
        let found = try run("duplicate", b: [9])
        #expect(found.blends.allSatisfy { $0 == .copy(of: 4) } && found.notices.isEmpty)
    }

    @Test("smote between two rows uses their segment and says so")
    func twoRows() throws {
        let found = try run("smote", b: [9, 11])
        #expect(found.blends.allSatisfy { Set([$0.base, $0.partner]) == [4, 5] && $0.weight > 0 })
        #expect(found.notices == ["class 'b' has 2 rows: 1 neighbour used instead of 5"])
    }

    @Test("equal rows are copied, with a notice")
    func equalRows() throws {
        let found = try run("smote", b: [9, 9, 9, 9, 9, 9])
        #expect(found.notices == ["all 6 rows of class 'b' are equal: they are copied"])
        let kernel = BlendKernel(features: found.store, columns: [])
        var made = [Float](repeating: 0, count: 30)
        found.blends.withUnsafeBufferPointer { blends in
            made.withUnsafeMutableBytes { kernel.compose(blends, into: $0.baseAddress!) }
        }
        #expect(made.allSatisfy { $0 == 9 })
    }

    @Test("soft-smote copies a class of more equal rows than it looks at, and says so")
    func equalRowsOfAnyClass() throws {
        let found = try run("soft-smote", b: [9, 9, 9, 9, 9, 9])
        #expect(found.notices == ["all 6 rows of class 'b' are equal and each other's neighbours: they are copied"])
        #expect(try run("soft-smote", b: [9, 9, 9, 9, 9]).notices.isEmpty, "the fifth neighbour is another")
    }

    @Test("a single training row is copied by every method", arguments: SynthesisMethods.ofAnyRows.map { $0.name })
    func oneTrainingRow(method: String) throws {
        let population = try Population(
            features: RowStore(rows: [[1], [2]]), categorical: nil, columns: [], labels: StoredArray([0, 0]),
            classNames: ["a"], parts: StoredArray([Part.test.rawValue, Part.train.rawValue]), storage: MemoryStorage())
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        let context = SynthesisContext(
            population: population, weights: [1], quotas: [4], seed: 0, storage: MemoryStorage(), threads: 1)
        let sampler = try type.init().prepare(context)
        for number in 0..<4 {
            #expect(sampler.blend(Candidate(stratum: 0, number: Int64(number))) == .copy(of: 1))
        }
    }
}
