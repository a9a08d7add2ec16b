import BallastCore
import Foundation
import Testing

@Suite("Functions made of + − × ÷")
struct ExactMathTests {
    @Test("ln and exp are within 4.5e-16 of the C library's over their whole range")
    func accuracy() {
        for step in -700...700 {
            let x = Double(step) + 0.37
            let exact = Foundation.exp(x)
            #expect(abs(ExactMath.exp(x) / exact - 1) < 4.5e-16, "exp \(x)")
            #expect(
                abs(ExactMath.ln(exact) - Foundation.log(exact)) <= 4.5e-16 * abs(Foundation.log(exact)), "ln \(exact)")
        }
        for step in 1...2000 {
            let x = Double(step) / 1000
            #expect(abs(ExactMath.ln(x) - Foundation.log(x)) <= 4.5e-16 * abs(Foundation.log(x)), "ln \(x)")
        }
    }

    @Test("the ends: exact values, underflow step by step, no NaN")
    func ends() {
        #expect(ExactMath.ln(1) == 0)
        #expect(ExactMath.exp(0) == 1)
        #expect(ExactMath.exp(-746) == 0 && ExactMath.exp(-1e308) == 0)
        #expect(ExactMath.exp(710) == .infinity)
        #expect(ExactMath.exp(-745) == .leastNonzeroMagnitude)
        #expect(ExactMath.exp(-720) > 0 && ExactMath.exp(-720) < .leastNormalMagnitude)
        #expect(ExactMath.exp(709.7).isFinite)
        #expect(abs(ExactMath.ln(.leastNonzeroMagnitude) + 744.4400719213812) < 1e-12)
        #expect(abs(ExactMath.ln(.greatestFiniteMagnitude) - 709.782712893384) < 1e-12)
    }

    @Test("sin is within 4.5e-16 on [−π/2, π/2] and 1 at the end")
    func sine() {
        for step in -1000...1000 {
            let x = Double(step) / 1000 * .pi / 2
            #expect(abs(ExactMath.sin(x) - Foundation.sin(x)) <= 4.5e-16, "sin \(x)")
        }
        #expect(ExactMath.sin(0) == 0)
        #expect(abs(ExactMath.sin(.pi / 2) - 1) < 2.3e-16)
    }

    @Test("powers")
    func power() {
        #expect(abs(ExactMath.pow(0.01, 0.5) - 0.1) < 1e-16)
        #expect(abs(ExactMath.pow(2, 10) - 1024) < 1e-12)
        #expect(ExactMath.pow(3, 0) == 1 && ExactMath.pow(1, 7.5) == 1)
    }

    @Test("the ends of the grid of steps")
    func grid() {
        #expect(StepLaw.onGrid(0) == 0x1p-24)
        #expect(StepLaw.onGrid(0.5) == 0.5 + 0x1p-24)
        #expect(StepLaw.onGrid(1.0.nextDown) == 1 - 0x1p-24)
        #expect(StepLaw.onGrid(1) == 1 - 0x1p-24, "a law that rounds to 1 stays inside")
        #expect(StepLaw.onGrid(-0.5) == 0x1p-24)
        for (draw, bits): (Double, UInt32) in [
            (1.0 / 3, 0x3EAA_AAAA), (0.9, 0x3F66_6667), (0.25, 0x3E80_0002), (0.999, 0x3F7F_BE77),
        ] {
            #expect(StepLaw.onGrid(draw).bitPattern == bits)
        }
    }
}
