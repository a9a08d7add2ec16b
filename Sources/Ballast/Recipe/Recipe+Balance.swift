extension Recipe {
    /// How many rows each class shall have, and how that is reached.
    public struct Balance: Hashable, Sendable {
        /// How many rows each class shall have, or how many are added.
        public var goal: Goal

        public init(_ goal: Goal) { self.goal = goal }
    }
}

extension Recipe.Balance: Codable {
    /// The keys that may stand beside the one of the goal.
    ///
    /// They are written only where they differ from their defaults: recipes without them keep the bytes they had
    /// before the keys existed, and with these their identity.
    static var optionKeys: [String] { [] }

    public init(from decoder: any Decoder) throws { goal = try Goal(from: decoder) }

    public func encode(to encoder: any Encoder) throws { try goal.encode(to: encoder) }
}
