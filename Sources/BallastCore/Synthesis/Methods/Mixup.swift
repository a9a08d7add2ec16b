/// A point on the segment between two training rows of any class, labelled by its share of both.
///
/// Zhang, Cissé, Dauphin and Lopez-Paz, "mixup: Beyond Empirical Risk Minimization", ICLR 2018 (arXiv 1710.09412): step
/// Beta(α, α). Here every row has its own step, every row is a base equally often, and the partner is never the base.
public struct Mixup: SynthesisMethod {
    public static let name = "mixup"
    public static let strata = Strata.everything

    /// α of the step's Beta(α, α), greater than 0.
    public var alpha = 1.0

    public init() {}

    public func validate() throws {
        try SettingError.require(
            alpha > 0 && alpha <= 1000, "alpha", "\(alpha) is out of range; greater than 0 and at most 1000")
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        RotationSampler(context, step: .beta(alpha))
    }
}
