public import BallastCore

extension Recipe {
    /// One of ``SynthesisMethods`` with its settings: `{kind: smote, neighbors: 5}`.
    public struct Method: Codable, Sendable {
        /// The method with its settings.
        public var settings: any SynthesisMethod
        /// Its name in a recipe.
        public var kind: String { type(of: settings).name }

        public init(_ settings: any SynthesisMethod) { self.settings = settings }

        /// Every kind with its default settings.
        static var defaults: [Method] { SynthesisMethods.all.map { Method($0.init()) } }

        public init(from decoder: any Decoder) throws {
            settings = try SynthesisMethods.all[KindKey.index(in: SynthesisMethods.all.map { $0.name }, decoder)]
                .init(from: decoder)
        }

        public func encode(to encoder: any Encoder) throws {
            try settings.encode(to: encoder)
            try KindKey.encode(kind, to: encoder)
        }
    }

    /// One of ``LabelRules`` with its settings: `{kind: smoothing, amount: 0.1}`.
    public struct Rule: Codable, Sendable {
        /// The rule with its settings.
        public var settings: any LabelRule
        /// Its name in a recipe.
        public var kind: String { type(of: settings).name }

        public init(_ settings: any LabelRule) { self.settings = settings }

        /// Every kind with its default settings.
        static var defaults: [Rule] { LabelRules.all.map { Rule($0.init()) } }

        public init(from decoder: any Decoder) throws {
            settings = try LabelRules.all[KindKey.index(in: LabelRules.all.map { $0.name }, decoder)].init(
                from: decoder)
        }

        public func encode(to encoder: any Encoder) throws {
            try settings.encode(to: encoder)
            try KindKey.encode(kind, to: encoder)
        }
    }
}

extension Recipe {
    /// One of ``UnderSamplers`` with its settings: `{kind: near-miss, version: 2}`.
    public struct Drop: Codable, Sendable {
        /// The rule with its settings.
        public var settings: any UnderSampler
        /// Its name in a recipe.
        public var kind: String { type(of: settings).name }

        public init(_ settings: any UnderSampler) { self.settings = settings }

        /// Every kind with its default settings.
        static var defaults: [Drop] { UnderSamplers.all.map { Drop($0.init()) } }

        public init(from decoder: any Decoder) throws {
            settings = try UnderSamplers.all[KindKey.index(in: UnderSamplers.all.map { $0.name }, decoder)].init(
                from: decoder)
        }

        public func encode(to encoder: any Encoder) throws {
            try settings.encode(to: encoder)
            try KindKey.encode(kind, to: encoder)
        }
    }

    /// One of ``RowGuards`` with its settings: `{kind: lee, neighbors: 5}`.
    public struct Guard: Codable, Sendable {
        /// The guard with its settings.
        public var settings: any RowGuard
        /// Its name in a recipe.
        public var kind: String { type(of: settings).name }

        public init(_ settings: any RowGuard) { self.settings = settings }

        /// Every kind with its default settings.
        static var defaults: [Guard] { RowGuards.all.map { Guard($0.init()) } }

        public init(from decoder: any Decoder) throws {
            settings = try RowGuards.all[KindKey.index(in: RowGuards.all.map { $0.name }, decoder)].init(from: decoder)
        }

        public func encode(to encoder: any Encoder) throws {
            try settings.encode(to: encoder)
            try KindKey.encode(kind, to: encoder)
        }
    }
}

/// The key that names the kind, beside the settings of that kind.
private enum KindKey: String, CodingKey {
    case kind

    static func index(in names: [String], _ decoder: any Decoder) throws -> Int {
        let container = try decoder.container(keyedBy: KindKey.self)
        let kind = try container.decode(String.self, forKey: .kind)
        guard let index = names.firstIndex(of: kind) else {
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container,
                debugDescription: "'\(kind)' is not known; known: \(names.sorted().joined(separator: ", "))")
        }
        return index
    }

    static func encode(_ kind: String, to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: KindKey.self)
        try container.encode(kind, forKey: .kind)
    }
}
