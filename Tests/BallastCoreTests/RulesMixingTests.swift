import BallastCore
import Testing

@Suite("Labels of remix and margin-aware mixup")
struct RulesMixingTests {
    @Test(
        "margin: the table of the reference",
        arguments: [
            ([5000, 50], [0.7919, 0.4936, 0.3291, 0.1645, 0.0658]),
            ([50, 5000], [0.9342, 0.8355, 0.6709, 0.5064, 0.2081]),
        ] as [([Int64], [Double])])
    func margin(_ counts: [Int64], _ shares: [Double]) throws {
        for (weight, share) in zip([0.1, 0.25, 0.5, 0.75, 0.9] as [Float], shares) {
            let made = try softLabel([MarginLabels()], share: weight, counts: counts)
            #expect(abs(made[0] - share) <= 0.5001e-4, "\(counts) at \(weight): \(made[0])")
            #expect(abs(made[0] + made[1] - 1) < 1e-15)
        }
    }

    @Test("margin: equal counts or an exponent of 0 are mixup to the bit, the middle included")
    func marginIsMixup() throws {
        for weight: Float in [0, 0.25, 0.3, 0.5, 0x1p-24, 0.75, 1] {
            let mixup = try softLabel([], share: weight, counts: [7, 7])
            #expect(try softLabel([MarginLabels()], share: weight, counts: [7, 7]) == mixup)
            let flat = MarginLabels.with { $0.exponent = 0 }
            #expect(try softLabel([flat], share: weight, counts: [900, 7]) == mixup)
        }
    }

    @Test("margin: the whole label at the ends, an even one where the margins meet, no jump there")
    func marginMeeting() throws {
        for (counts, meeting): ([Int64], Double) in [
            ([1, 3], 0.75), ([3, 1], 0.25), ([5000, 50], 0.00990099009900990),
        ] {
            let rule = MarginLabels.with { $0.exponent = -1 }
            #expect(try softLabel([rule], share: 0, counts: counts) == [1, 0])
            #expect(try softLabel([rule], share: 1, counts: counts) == [0, 1])
            let at = Float(meeting)
            for weight in [at.nextDown, at, at.nextUp] {
                // The steeper branch falls by 1/(2 · 0.0099) per unit; a step of the share is below 2⁻²⁴.
                #expect(abs(try softLabel([rule], share: weight, counts: counts)[0] - 0.5) < 51 * 0x1p-23)
            }
        }
        #expect(try softLabel([MarginLabels.with { $0.exponent = -1 }], share: 0.75, counts: [1, 3])[0] == 0.5)
    }

    @Test("margin: swapping the parents swaps the shares")
    func marginSwap() throws {
        for weight: Float in [0.125, 0.25, 0.5, 0.875] {
            let label = try softLabel([MarginLabels()], share: weight, counts: [400, 25])
            let swapped = try softLabel([MarginLabels()], share: 1 - weight, counts: [25, 400])
            #expect(abs(label[0] - swapped[1]) < 1e-15)
        }
    }

    @Test("margin: an exponent so large that margins vanish gives everything to one class, and no NaN")
    func marginExtreme() throws {
        let steep = MarginLabels.with { $0.exponent = -5000 }
        // b = 0: half at once, then down to 0.
        #expect(try softLabel([steep], share: 0, counts: [5000, 50]) == [1, 0])
        #expect(try softLabel([steep], share: 0.5, counts: [5000, 50]) == [0.25, 0.75])
        #expect(try softLabel([steep], share: 0.5, counts: [50, 5000]) == [0.75, 0.25])
        #expect(try softLabel([steep], share: 1, counts: [50, 5000]) == [0, 1])
    }

    @Test(
        "remix: the cases of the reference, in the partner's share",
        arguments: [
            ([300, 100], 0.51, 0), ([300, 100], 0.5, 0.5), ([100, 300], 0.49, 1), ([100, 300], 0.5, 0.5),
            ([299, 100], 0.75, 0.25), ([300, 100], 0.25, 0.75), ([100, 300], 0.75, 0.25),
        ] as [([Int64], Float, Double)])
    func remix(_ counts: [Int64], _ weight: Float, _ share: Double) throws {
        #expect(try softLabel([RemixLabels()], share: weight, counts: counts) == [share, 1 - share])
    }

    @Test("remix: τ = 0 is mixup, κ = 1 with equal counts goes to the partner below τ")
    func remixEnds() throws {
        let off = RemixLabels.with { $0.tau = 0 }
        #expect(try softLabel([off], share: 0.75, counts: [300, 1]) == [0.25, 0.75])
        let even = RemixLabels.with { $0.kappa = 1 }
        #expect(try softLabel([even], share: 0.75, counts: [5, 5]) == [0, 1])
        #expect(try softLabel([even], share: 0.25, counts: [5, 5]) == [1, 0])
    }

    @Test("parents of one class keep their hard label")
    func sameClass() throws {
        for rule in [MarginLabels(), RemixLabels()] as [any LabelRule] {
            #expect(try softLabel([rule], share: 0.75, counts: [300, 1], classes: [1, 1]) == [0, 1])
        }
    }

    @Test("rules after them see their labels")
    func composed() throws {
        let smoothing = Smoothing.with { $0.amount = 0.3 }
        let made = try softLabel([RemixLabels(), smoothing], share: 0.75, counts: [300, 100, 10])
        for (share, right) in zip(made, [0.1, 0.8, 0.1]) { #expect(abs(share - right) < 1e-15) }
    }

    @Test("remix and mamix bring their rules, mixup none")
    func ofMethods() {
        let remix = Remix.with { ($0.kappa, $0.tau) = (4, 0.25) }.labelRules.first as? RemixLabels
        #expect(remix?.kappa == 4 && remix?.tau == 0.25)
        let margin = MarginAwareMixup.with { $0.exponent = -0.5 }.labelRules.first as? MarginLabels
        #expect(margin?.exponent == -0.5)
        #expect(Mixup().labelRules.isEmpty)
    }
}
