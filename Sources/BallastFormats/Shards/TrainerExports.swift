public import BallastCore

/// Settings of a trainer that go with the class table of the ``Manifest``.
public struct TrainerExports: Codable, Equatable, Sendable {
    /// What the `weight` of training rows is taken from.
    public var rowWeights: RowWeighting
    /// β of `weight_effective`.
    public var effectiveNumberBeta: Double
    /// Deferred re-weighting: share of the epochs with weight 1, after which `weight_effective` applies.
    public var deferredStart = ClassTable.deferredStart
    /// The largest `ldam_margin`.
    public var ldamLargestMargin = ClassTable.largestMarginLDAM
    /// s of the loss that the margins are meant for.
    public var ldamScale = ClassTable.scaleLDAM

    package init(rowWeights: RowWeighting, effectiveNumberBeta: Double) {
        self.rowWeights = rowWeights
        self.effectiveNumberBeta = effectiveNumberBeta
    }
}
