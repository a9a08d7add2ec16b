import BallastCore
import Testing

@Suite("The rule 'hard'")
struct RulesHardTests {
    @Test("the larger share takes all, a tie goes to the base")
    func winner() throws {
        #expect(try softLabel([HardLabels()], share: 0.75, counts: [9, 9]) == [0, 1])
        #expect(try softLabel([HardLabels()], share: 0.25, counts: [9, 9]) == [1, 0])
        #expect(try softLabel([HardLabels()], share: 0.5, counts: [9, 9], classes: [1, 0]) == [0, 1])
    }

    @Test("a tie of a row that was made for another class than its base's goes to that class")
    func ownClass() throws {
        let pipeline = try LabelPipeline(
            labels: StoredArray([0, 1]), rules: [Smoothing.with { $0.amount = 1 }, HardLabels()],
            context: LabelContext(trainingCounts: [9, 9]))
        let candidate = Candidate(stratum: 1, number: 0)
        let soft = [Blend(base: 0, weight: 0, drawnBy: candidate, target: 1), .copy(of: 0)]
            .withUnsafeBufferPointer { pipeline.labels(of: $0) }
        #expect(soft.share(of: 1, inRow: 0) == 1 && soft.share(of: 0, inRow: 1) == 1)
    }

    @Test("it takes back what smoothing gave, and smoothing after it starts from a hard label")
    func order() throws {
        let smoothing = Smoothing.with { $0.amount = 0.3 }
        #expect(try softLabel([smoothing, HardLabels()], share: 0.25, counts: [9, 9, 9]) == [1, 0, 0])
        let made = try softLabel([HardLabels(), smoothing], share: 0.25, counts: [9, 9, 9])
        for (share, right) in zip(made, [0.8, 0.1, 0.1]) { #expect(abs(share - right) < 1e-15) }
    }

    @Test("it works between rules that name every class")
    func uneven() throws {
        let rules: [any LabelRule] = [Smoothing(), LabelAwareSmoothing(), HardLabels(), LabelAwareSmoothing()]
        let made = try softLabel(rules, share: 0.75, counts: [90, 30, 9])
        #expect(abs(made.reduce(0, +) - 1) < 1e-15 && made[1] > 0.8)
        #expect(made[0] == made[2])
    }
}
