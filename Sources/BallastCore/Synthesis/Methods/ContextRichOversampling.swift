/// CutMix of backgrounds as they come with foregrounds from rare classes: context-rich minority oversampling.
///
/// The background, the base, is any row; the foreground, the partner, whose box is pasted, a row with the weight
/// `1 / n_c^r`, so that its class has the share `n_c^(1 − r)`: with r = 1 every class equally often. As in the authors'
/// code; the paper speaks of the inverse class frequency. The box is that of ``PatchLaw``. The partner is never the base, but
/// where it is drawn from a class whose only row is the base: that gives a copy.
/// Park, Hong, Heo, Yun and Choi, "The Majority Can Help the Minority: Context-rich Minority Oversampling for Long-tailed
/// Classification", CVPR 2022 (arXiv 2112.00412). Its code mixes with a probability of ½ and not in the first and last
/// epochs; a file has no epochs, and the original rows are those left unmixed.
public struct ContextRichOversampling: SynthesisMethod {
    public static let name = "cmo"
    public static let search = SearchKind.none
    public static let strata = Strata.everything
    public static let rowForm = RowForm.images
    public static let summary = MethodSummary(
        base: "every training image, equally often: the background",
        partner: "training images with the weight n^−r each, never the base: the foreground",
        step: "the area share of a pasted box, as in cutmix",
        label: "the mixture of both by area: the base's class has 1 − λ",
        paper: "Park, Hong, Heo, Yun and Choi, CVPR 2022 (arXiv 2112.00412)",
        differences:
            "n^−r weighs rows as in the authors' code, so a class has the share n^(1 − r); the paper speaks of the "
            + "inverse class frequency. No probability and no epochs: the originals are those left unmixed")

    /// α of the base's share, Beta(α, α), before the box is clipped; 0.000001 to 1000.
    public var alpha = 1.0
    /// r of the foreground rows' weights `1 / n_c^r`, in [0, 1]: 0 takes rows as they are.
    public var exponent = 1.0
    /// Where the channels of rows of three axes are.
    public var channels = ImageChannels.last

    public init() {}

    public func validate() throws {
        try SettingRange.alpha(alpha)
        try SettingRange.unit(exponent, "exponent")
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        let patches = try PatchLaw(context, alpha: alpha, channels: channels, method: Self.name)
        return PoolSampler(context, baseTemper: 1, partnerTemper: 1 - exponent, law: PairLaw(context, patches))
    }
}
