public import BallastCore

extension Recipe {
    /// Which rows are for training, validation and test: shares that sum to 1, or a column that says it.
    public struct Split: Codable, Hashable, Sendable {
        /// Share of the rows, above 0 to 1.
        public var train = ExactDecimal.one
        /// Share of the rows, 0 … 1.
        public var validation = ExactDecimal.zero
        /// Share of the rows, 0 … 1.
        public var test = ExactDecimal.zero
        /// Shares hold in each class.
        public var stratify = true
        /// Rows that agree in this column stay together.
        public var group = ColumnChoice.none
        /// The column that holds train, validation or test; then nothing else of this applies.
        public var column = ColumnChoice.none

        /// The shares in the order train, validation, test.
        public var fractions: [ExactDecimal] { [train, validation, test] }

        /// Everything is training.
        public var isAllTraining: Bool { column == .none && train == .one }

        func validate() throws {
            for (name, share) in zip(["train", "validation", "test"], fractions) where share < .zero || share > .one {
                throw SettingError("split.\(name)", "\(share) is out of range; 0 to 1")
            }
            guard train > .zero else { throw SettingError("split.train", "0 leaves nothing to train on; more than 0") }
            let sum = ExactDecimal.integerWeights(fractions).map { ($0.weights.reduce(0, +), $0.denominator) }
            guard let (sum, denominator) = sum, sum == denominator else {
                let shares = "\(train), \(validation) and \(test)"
                throw SettingError("split", "train, validation and test are \(shares); they must sum to 1")
            }
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(column, forKey: .column)
            guard column == .none else { return }
            try container.encode(train, forKey: .train)
            try container.encode(validation, forKey: .validation)
            try container.encode(test, forKey: .test)
            try container.encode(stratify, forKey: .stratify)
            try container.encode(group, forKey: .group)
        }
    }
}
