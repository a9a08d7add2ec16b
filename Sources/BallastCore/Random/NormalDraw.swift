/// Draws from N(0, 1), each from its own keyed counter.
enum NormalDraw {
    /// Of one candidate: each takes 1.27 tries on average, and the key has room for 2²⁰.
    private static let most = 800_000

    /// - Throws: ``SynthesisError`` for rows with more elements than one candidate can have draws.
    static func check(_ features: RowStore?, method: String) throws {
        guard let width = features?.width, width > most else { return }
        throw SynthesisError("rows with \(width) elements are too wide for \(method); \(most) may be at most")
    }

    /// By the polar method (Marsaglia and Bray 1964): no sine needed. `attempt` moves on by the tries it took.
    static func standard(_ candidate: Candidate, _ stream: RandomStream, _ attempt: inout UInt32) -> Double {
        while true {
            let words = stream.words(candidate, attempt: attempt)
            attempt += 1
            let x = 2 * RandomStream.unit(words.0, words.1) - 1
            let y = 2 * RandomStream.unit(words.2, words.3) - 1
            let square = x * x + y * y
            if square > 0 && square < 1 { return x * (-2 * ExactMath.ln(square) / square).squareRoot() }
        }
    }
}
