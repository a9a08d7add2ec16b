import BallastCore

extension Recipe {
    /// How many rows each class shall have, and how that is reached.
    public struct Balance: Sendable {
        /// How many rows each class shall have, or how many are added.
        public var goal: Goal
        /// How rows of classes above their target are chosen that go; nil: none goes.
        public var drop: Drop?
        /// What the goal is counted in.
        public var by = Measure.rows

        /// What the goal of a class is counted in.
        public enum Measure: String, Codable, CaseIterable, Sendable {
            /// Rows by the class of their base.
            case rows
            /// Label mass: as many more rows as their bases' classes give away to the partners', before label rules.
            case mass
        }

        public init(_ goal: Goal) { self.goal = goal }
    }
}

extension Recipe.Balance: Codable {
    /// The keys that may stand beside the one of the goal.
    ///
    /// They are written only where they differ from their defaults: recipes without them keep the bytes they had
    /// before the keys existed, and with these their identity.
    enum OptionKeys: String, CodingKey, CaseIterable { case by, drop }

    static var optionKeys: [String] { OptionKeys.allCases.map(\.rawValue) }

    public init(from decoder: any Decoder) throws {
        goal = try Goal(from: decoder)
        let container = try decoder.container(keyedBy: OptionKeys.self)
        drop = try container.decodeIfPresent(Recipe.Drop.self, forKey: .drop)
        by = try container.decodeIfPresent(Measure.self, forKey: .by) ?? .rows
    }

    public func encode(to encoder: any Encoder) throws {
        try goal.encode(to: encoder)
        var container = encoder.container(keyedBy: OptionKeys.self)
        if let drop { try container.encode(drop, forKey: .drop) }
        if by != .rows { try container.encode(by, forKey: .by) }
    }
}

extension Recipe.Balance {
    /// - Throws: `SettingError` for a value out of its range or one that does not go with the method.
    func validate(for method: Recipe.Method) throws {
        try goal.validate(for: method)
        if by == .mass, type(of: method.settings).strata == .everything {
            throw SettingError(
                "balance.by", "'mass' does not go with '\(method.kind)', which draws from all rows; leave it out")
        }
        guard let drop else { return }
        switch goal {
        case .to(.rowsOfClass), .to(.rows), .counts: break
        case .to(.majority):
            throw SettingError(
                "balance.drop", "no class is above 'to: majority'; write to: CLASS, to: NUMBER or counts beside it")
        default:
            throw SettingError(
                "balance.drop",
                "does not go with balance.\(goal.key.rawValue); write to: CLASS, to: NUMBER or counts beside it")
        }
        try Recipe.prefixing("balance.drop") { try drop.settings.validate() }
    }
}
