/// A row with a box of another one's pixels pasted over it, labelled by the box's share of the image.
///
/// Rows are images; the box is that of ``PatchLaw``. Pairs are those of mixup: every row is a base equally often, and the
/// partner is never the base. Pixels are copied, so integers stay as they are.
/// Yun, Han, Oh, Chun, Choe and Yoo, "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable
/// Features", ICCV 2019 (arXiv 1905.04899). Its code mixes each batch with one box, with a probability of ½; here every
/// row has its own box, and the original rows are those left unmixed.
public struct CutMix: SynthesisMethod {
    public static let name = "cutmix"
    public static let search = SearchKind.none
    public static let strata = Strata.everything
    public static let rowForm = RowForm.images
    public static let summary = MethodSummary(
        base: "training images, classes in the shares n^q, evenly within a class",
        partner: "the same, never the base",
        step: "the area share of a pasted box: sides √(1 − B) of the image's, B of Beta(α, α), centre uniform, clipped",
        label: "the mixture of both by area: the base's class has 1 − λ",
        paper: "Yun, Han, Oh, Chun, Choe and Yoo, ICCV 2019 (arXiv 1905.04899)",
        differences:
            "the authors' code pastes one box for a batch, with probability ½: here each row has its own, and the "
            + "originals are those left unmixed. An empty box gives a copy")

    /// α of the base's share, Beta(α, α), before the box is clipped; 0.000001 to 1000.
    public var alpha = 1.0
    /// q of the pairs' class shares `n_c^q`, in [0, 1]: 1 takes rows as they are, 0 every class equally often.
    public var temper = 1.0
    /// Where the channels of rows of three axes are.
    public var channels = ImageChannels.last

    public init() {}

    private var pairs: RandomPairs { RandomPairs(alpha: alpha, temper: temper) }

    public func validate() throws { try pairs.validate() }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        let patches = try PatchLaw(context, alpha: alpha, channels: channels, method: Self.name)
        return pairs.sampler(context, law: PairLaw(context, patches))
    }

    public func addedRows(quotas: [Int64], counts: [Int64]) -> [Int64] {
        pairs.addedRows(quotas: quotas, counts: counts)
    }
}
