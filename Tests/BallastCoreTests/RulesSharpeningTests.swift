import BallastCore
import Testing

@Suite("The rule 'sharpening'")
struct RulesSharpeningTests {
    @Test("squares, at T = ½, and a share of 0 stays 0")
    func squares() throws {
        let made = try softLabel([Sharpening()], share: 0.25, counts: [9, 9, 9])
        #expect(abs(made[0] - 0.9) < 1e-15 && abs(made[1] - 0.1) < 1e-15 && made[2] == 0)
    }

    @Test("the vector of the reference: .6 .3 .1 0 becomes .7826 .1957 .0217 0")
    func reference() {
        var soft = SoftLabels(count: 1, classCount: 4, capacity: 4)
        soft.set(0, first: 0, second: 1, share: 0.3)
        soft.nameEveryClass(inRow: 0)
        soft[0, 0] = 0.6
        soft[0, 2] = 0.1
        let adjustment = Sharpening().prepare(for: LabelContext(trainingCounts: [1, 1, 1, 1]))
        [Blend.copy(of: 0)].withUnsafeBufferPointer {
            adjustment.adjust(&soft, of: $0, ParentClasses(base: [0], partner: [0]))
        }
        for (c, right) in [0.7826, 0.1957, 0.0217, 0].enumerated() {
            #expect(abs(soft.share(of: Int32(c), inRow: 0) - right) <= 0.5e-4)
        }
    }

    @Test("T = 1 changes no bit; a tiny T gives the largest everything, ties share")
    func ends() throws {
        let one = Sharpening.with { $0.temperature = 1 }
        #expect(try softLabel([one], share: 0.3, counts: [9, 9]) == softLabel([], share: 0.3, counts: [9, 9]))
        let cold = Sharpening.with { $0.temperature = 1e-6 }
        #expect(try softLabel([cold], share: 0.3, counts: [9, 9]) == [1, 0])
        #expect(try softLabel([cold], share: 0.5, counts: [9, 9]) == [0.5, 0.5])
    }

    @Test("classes that a row does not name are sharpened too")
    func background() throws {
        let smoothing = Smoothing.with { $0.amount = 0.3 }
        let made = try softLabel([smoothing, Sharpening()], share: 0, counts: [9, 9, 9, 9], classes: [2, 0])
        // .775 and three times .075, squared: .600625 and .005625 of .6175.
        for (share, right) in zip(made, [0.005625, 0.005625, 0.600625, 0.005625]) {
            #expect(abs(share - right / 0.6175) < 1e-15)
        }
    }

    @Test("a temperature out of range is refused by name")
    func range() {
        for temperature in [0, -1, 1.5, .nan] {
            let rule = Sharpening.with { $0.temperature = temperature }
            #expect(throws: SettingError.self) { try rule.validate() }
        }
    }
}
