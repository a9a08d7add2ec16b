import BallastCore
import Foundation
import Testing

@Suite("What every label rule promises")
struct LabelRuleContractTests {
    /// Rules alone, in pairs and with their settings at the ends.
    private static var pipelines: [[any LabelRule]] {
        let defaults = LabelRules.all.map { $0.init() }
        var (all, aware) = (Smoothing(), LabelAwareSmoothing())
        all.amount = 1
        (aware.head, aware.tail, aware.law) = (1, 0.25, .linear)
        let pairs = defaults.flatMap { first in defaults.map { [first, $0] } }
        return [[]] + defaults.map { [$0] } + pairs + [[all], [aware], [all, aware], [aware, Smoothing()]]
    }

    private let parents = StoredArray((0..<40).map { Int32($0 * 7 % 5) })
    private let blends: [Blend] = {
        var random = SequenceGenerator(seed: 12)
        return (0..<40).map { index in
            switch index % 4 {
            case 0: .copy(of: Int64(index))
            case 1: Blend(base: Int64(index), partner: -1, weight: 0.25)
            case 2:
                Blend(base: Int64(index), partner: Int64(39 - index), weight: index % 8 == 2 ? 0x1p-24 : 1 - 0x1p-24)
            default:
                Blend(
                    base: Int64(index), partner: Int64.random(in: 0..<40, using: &random),
                    weight: StepLaw.onGrid(Double.random(in: 0..<1, using: &random)))
            }
        }
    }()

    private func pipeline(_ rules: [any LabelRule]) throws -> LabelPipeline {
        try LabelPipeline(labels: parents, rules: rules, context: LabelContext(trainingCounts: [500, 90, 90, 31, 4]))
    }

    private func dense(_ soft: SoftLabels) -> [Float] {
        var output = [Float](repeating: .nan, count: soft.count * soft.classCount)
        StoredLabels.writeDense(soft, into: &output)
        return output
    }

    private func labels(_ rules: [any LabelRule], _ range: Range<Int>) throws -> SoftLabels {
        try blends[range].withUnsafeBufferPointer { try pipeline(rules).labels(of: $0) }
    }

    @Test("shares lie in [0, 1] and sum to 1", arguments: pipelines.indices)
    func sums(index: Int) throws {
        let soft = try labels(Self.pipelines[index], 0..<40)
        for row in 0..<40 {
            let shares = (0..<Int32(5)).map { soft.share(of: $0, inRow: row) }
            #expect(shares.allSatisfy { (0...1).contains($0) })
            #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
        }
        let stored = dense(soft)
        for row in 0..<40 {
            let sum = stored[row * 5..<row * 5 + 5].reduce(0.0) { $0 + Double($1) }
            #expect(abs(sum - 1) <= 6e-8)
        }
    }

    @Test("a slice of rows has the labels it has among all", arguments: pipelines.indices, [1, 7])
    func slices(index: Int, size: Int) throws {
        let rules = Self.pipelines[index]
        let all = dense(try labels(rules, 0..<40))
        let pieces = try stride(from: 0, to: 40, by: size).flatMap { dense(try labels(rules, $0..<min($0 + size, 40))) }
        #expect(pieces.map(\.bitPattern) == all.map(\.bitPattern))
    }

    @Test("the sparse form and its rest say what the dense form says", arguments: pipelines.indices)
    func sparse(index: Int) throws {
        let prepared = try pipeline(Self.pipelines[index])
        let soft = try labels(Self.pipelines[index], 0..<40)
        #expect(soft.capacity == prepared.capacity)
        guard !prepared.isUneven else {
            #expect(prepared.capacity == 5 && !prepared.hasRest)
            return
        }
        let capacity = soft.capacity
        var (classes, weights) = (
            [Int32](repeating: -7, count: 40 * capacity), [Float](repeating: -7, count: 40 * capacity)
        )
        var rest = [Float](repeating: -7, count: 40)
        StoredLabels.writeSparseIndex(soft, into: &classes)
        StoredLabels.writeSparseWeight(soft, into: &weights)
        StoredLabels.writeRest(soft, into: &rest)
        let dense = dense(soft)
        for row in 0..<40 {
            let listed = (0..<capacity).map { (classes[row * capacity + $0], weights[row * capacity + $0]) }
            let filled = listed.filter { $0.0 >= 0 }
            #expect(listed.dropFirst(filled.count).allSatisfy { $0 == (-1, 0) })
            #expect(
                zip(filled, filled.dropFirst()).allSatisfy { ($0.1, $1.0) > ($1.1, $0.0) }, "descending, ties by class")
            if !prepared.hasRest { #expect(rest[row] == 0) }
            let others = Double(5 - filled.count)
            for c in 0..<Int32(5) {
                let share = dense[row * 5 + Int(c)]
                if let entry = filled.first(where: { $0.0 == c }) {
                    #expect(entry.1.bitPattern == share.bitPattern)
                } else {
                    #expect(abs(Double(rest[row]) / others - Double(share)) < 1e-7)
                }
            }
        }
    }

    @Test("the mass that is reported is the stored shares added in row order", arguments: pipelines.indices)
    func mass(index: Int) throws {
        let soft = try labels(Self.pipelines[index], 0..<40)
        var mass = [Double](repeating: 0.5, count: 5)
        soft.addStoredShares(to: &mass)
        let stored = dense(soft)
        for c in 0..<5 {
            #expect(mass[c] == (0..<40).reduce(0.5) { $0 + Double(stored[$1 * 5 + c]) })
        }
    }

    @Test(
        "the hard label is the largest stored share; a tie goes to the base, then to the lowest class",
        arguments: pipelines.indices)
    func hard(index: Int) throws {
        let soft = try labels(Self.pipelines[index], 0..<40)
        let stored = dense(soft)
        for base: Int32 in 0..<5 {
            var hard = [Int32](repeating: -1, count: 40)
            StoredLabels.writeHard(soft, ownClass: { _ in base }, into: &hard)
            for row in 0..<40 {
                let shares = Array(stored[row * 5..<row * 5 + 5])
                let tied = (0..<5).filter { shares[$0] == shares.max() }
                #expect(hard[row] == (tied.contains(Int(base)) ? base : Int32(tied[0])))
            }
        }
    }

    @Test("settings survive being written and read", arguments: LabelRules.all.map { $0.name })
    func settings(rule: String) throws {
        let type = try #require(LabelRules.all.first { $0.name == rule })
        try type.init().validate()
        let written = try dictionary(of: type.init())
        var changed = written
        for (key, value) in written {
            var other = written
            other[key] = (value as? Double).map { $0 / 2 + 0.125 } ?? value
            // Whole numbers and truth values take no fraction.
            if (try? decode(type, other)) != nil { changed[key] = other[key] }
        }
        let decoded = try decode(type, changed)
        #expect(try NSDictionary(dictionary: dictionary(of: decoded)) == NSDictionary(dictionary: changed))
        #expect(written.isEmpty || NSDictionary(dictionary: changed) != NSDictionary(dictionary: written))
    }

    private func decode<Rule: LabelRule>(_ type: Rule.Type, _ settings: [String: Any]) throws -> Rule {
        try JSONDecoder().decode(type, from: JSONSerialization.data(withJSONObject: settings))
    }

    private func dictionary(of rule: some LabelRule) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: JSONEncoder().encode(rule)) as? [String: Any])
    }

    @Test("label-aware smoothing on paper: .5, .3, .2 with ε .3, .1, 0 become .41, .33, .26")
    func labelAware() throws {
        // Counts 4, 2, 1: s = 1, ⅓, 0; linear from 0.3 at the head to 0 at the tail gives ε = .3, .1, 0.
        var rule = LabelAwareSmoothing()
        rule.law = .linear
        #expect(rule.amounts(for: [4, 2, 1]).map { ($0 * 1e12).rounded() } == [3e11, 1e11, 0])
        var soft = SoftLabels(count: 1, classCount: 3, capacity: 3)
        soft.set(0, first: 0, second: 1, share: 0.3)
        soft.nameEveryClass(inRow: 0)
        for (entry, share) in [0.5, 0.3, 0.2].enumerated() { soft[0, entry] = share }
        let adjustment = rule.prepare(for: LabelContext(trainingCounts: [4, 2, 1]))
        [Blend.copy(of: 0)].withUnsafeBufferPointer {
            adjustment.adjust(&soft, of: $0, ParentClasses(base: [0], partner: [0]))
        }
        for (entry, share) in [0.41, 0.33, 0.26].enumerated() { #expect(abs(soft[0, entry] - share) < 1e-12) }
    }

    @Test("settings out of range are refused by name")
    func ranges() {
        var (smoothing, aware) = (Smoothing(), LabelAwareSmoothing())
        smoothing.amount = 1.5
        #expect(throws: SettingError("amount", "1.5 is out of range; 0 to 1")) { try smoothing.validate() }
        smoothing.amount = .nan
        #expect(throws: SettingError.self) { try smoothing.validate() }
        aware.head = -0.1
        #expect(throws: SettingError("head", "-0.1 is out of range; 0 to 1")) { try aware.validate() }
        (aware.head, aware.exponent) = (0.1, 0)
        #expect(throws: SettingError("exponent", "0.0 is out of range; greater than 0")) { try aware.validate() }
    }
}
