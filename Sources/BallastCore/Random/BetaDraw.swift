/// Draws from Beta distributions, each from its own keyed counter.
enum BetaDraw {
    /// Beta(α, α) in [0, 1]. Two draws normalised below α = 1 (Jöhnk 1964), a ratio of gamma draws (Marsaglia and Tsang
    /// 2000) from α = 1; both by rejection, the attempt being part of the key.
    static func symmetric(_ alpha: Double, _ candidate: Candidate, _ stream: RandomStream) -> Double {
        if alpha == 1 {
            let words = stream.words(candidate)
            return RandomStream.unit(words.0, words.1)
        }
        return alpha < 1 ? johnk(alpha, candidate, stream) : gammaRatio(alpha, candidate, stream)
    }

    private static func johnk(_ alpha: Double, _ candidate: Candidate, _ stream: RandomStream) -> Double {
        var attempt: UInt32 = 0
        while true {
            let words = stream.words(candidate, attempt: attempt)
            // In logarithms: for small α both powers underflow. u is in (0, 1].
            let u = 1 - RandomStream.unit(words.0, words.1)
            let v = 1 - RandomStream.unit(words.2, words.3)
            let (x, y) = (ExactMath.ln(u) / alpha, ExactMath.ln(v) / alpha)
            let top = max(x, y)
            let logSum = top + ExactMath.ln(ExactMath.exp(x - top) + ExactMath.exp(y - top))
            if logSum <= 0 { return ExactMath.exp(x - logSum) }
            attempt += 1
        }
    }

    private static func gammaRatio(_ alpha: Double, _ candidate: Candidate, _ stream: RandomStream) -> Double {
        var attempt: UInt32 = 0
        let x = gamma(alpha, candidate, stream, &attempt)
        let y = gamma(alpha, candidate, stream, &attempt)
        return x / (x + y)
    }

    /// Gamma(α) for α ≥ 1.
    private static func gamma(
        _ alpha: Double, _ candidate: Candidate, _ stream: RandomStream, _ attempt: inout UInt32
    ) -> Double {
        let d = alpha - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = NormalDraw.standard(candidate, stream, &attempt)
            let root = 1 + c * x
            let words = stream.words(candidate, attempt: attempt)
            attempt += 1
            if root <= 0 { continue }
            let v = root * root * root
            let u = 1 - RandomStream.unit(words.0, words.1)
            if ExactMath.ln(u) < 0.5 * x * x + d - d * v + d * ExactMath.ln(v) { return d * v }
        }
    }
}
