/// Which box of its partner a row gets: that of CutMix.
///
/// For a draw B of Beta(α, α), the base's share before the box is clipped: height `⌊H √(1 − B)⌋` and width `⌊W √(1 − B)⌋`,
/// the centre uniform over the pixels, half of each side before and after it, rounded down, so that an odd side loses a
/// pixel; clipped at the edges. λ is the box's share of the image as it then is. An empty box gives a copy of the base.
/// Yun, Han, Oh, Chun, Choe and Yoo, "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable
/// Features", ICCV 2019 (arXiv 1905.04899).
struct PatchLaw: Sendable {
    private let alpha: Double
    private let channels: ImageChannels
    private let image: ImageShape
    private let steps: RandomStream
    private let centres: RandomStream

    /// - Throws: ``SynthesisError`` where the rows are no images; `method` is who needs them.
    init(_ context: SynthesisContext, alpha: Double, channels: ImageChannels, method: String) throws {
        image = try ImageShape(of: context.population.features, channels, method: method)
        self.alpha = alpha
        self.channels = channels
        steps = RandomStream(seed: context.seed, purpose: .step)
        centres = RandomStream(seed: context.seed, purpose: .patch)
        if min(image.height, image.width) < 3 {
            context.notices.add(
                "images of \(image.height) × \(image.width) pixels have no room for a box: they are copied")
        }
    }

    func blend(_ base: Int64, _ partner: Int64, _ candidate: Candidate) -> Blend {
        let patch = patch(candidate)
        let area = patch.rows.count * patch.columns.count
        guard area > 0 else { return .copy(of: base) }
        let share = Double(area) / (Double(image.height) * Double(image.width))
        return Blend(base: base, partner: partner, weight: Float(share), patch: patch)
    }

    private func patch(_ candidate: Candidate) -> Patch {
        let cut = (1 - BetaDraw.symmetric(alpha, candidate, steps)).squareRoot()
        let words = centres.words(candidate)
        return Patch(
            rows: Self.span(of: image.height, cut, words.0, words.1),
            columns: Self.span(of: image.width, cut, words.2, words.3), channels: channels)
    }

    /// Along an axis of `extent` pixels.
    private static func span(of extent: Int, _ cut: Double, _ low: UInt32, _ high: UInt32) -> Range<Int32> {
        let half = Int((Double(extent) * cut).rounded(.down)) / 2
        let centre = Int(RandomStream.below(Int64(extent), low, high))
        return Int32(max(centre - half, 0))..<Int32(min(centre + half, extent))
    }
}
