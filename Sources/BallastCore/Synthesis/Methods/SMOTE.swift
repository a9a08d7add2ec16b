/// A point on the segment from a row to one of its k nearest rows of the same class.
///
/// Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE: Synthetic Minority Over-sampling Technique", JAIR 16, 2002. One step per
/// row (the paper's text; its pseudo-code draws one per attribute), bases evenly instead of at random. A class of one row
/// gives copies.
public struct SMOTE: SynthesisMethod {
    public static let name = "smote"
    public static let search = SearchKind.sameClass

    /// k, at least 1.
    public var neighbors = 5

    public init() {}

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        return NeighborSampler(
            context, bases: EvenBases(context),
            partners: try NeighborPartners(context, ofClasses: context.growingClasses, among: .sameClass, k: neighbors),
            step: .uniform)
    }
}
