public import BallastCore

extension Recipe {
    /// What the training weight of a row is.
    public struct Weights: Codable, Hashable, Sendable {
        /// Whether and how the `weight` of a training row follows its classes.
        public var kind = RowWeighting.ones
        /// β of the effective number, in [0, 1]: here and in the manifest's class table.
        public var beta = ClassTable.effectiveNumberBeta

        func validate() throws {
            guard (0...1).contains(beta) else {
                throw SettingError("weights.beta", "\(beta) is out of range; 0 to 1")
            }
        }
    }
}
