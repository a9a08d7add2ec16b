public import BallastCore
import BallastFormats

/// What the user asked for. The initial values are the defaults, and they stand nowhere else.
///
/// A recipe is read by ``load(file:overrides:)``; ``resolved(pretty:)`` writes every setting out.
public struct Recipe: Codable, Sendable {
    /// The version of the recipe's own format; 1 is the only one.
    public var version = 1
    /// What to read.
    public var input = Input()
    /// Which rows are for training.
    public var split = Split()
    /// Training rows that are taken away before anything else.
    public var imbalance = Imbalance()
    /// How many rows each class is to have.
    public var balance = Balance(.to(.majority))
    /// How rows are made.
    public var method = Method(SoftSMOTE())
    /// Rules that change the soft labels of training rows, in order.
    public var labels: [Rule] = []
    /// What rows are judged by before they are written; at most 64.
    public var guards: [Guard] = []
    /// What the `weight` of a row is.
    public var weights = Weights()
    /// How rows are compared when neighbours are looked for.
    public var distance = Distance()
    /// What is written.
    public var output = Output()
    /// What every draw is keyed by.
    public var seed: UInt64 = 0

    /// Every setting at its default; an input has to be named.
    public init() {}

    /// A verdict holds one bit per guard.
    private static let mostGuards = 64

    /// Checks every range, and what settings say together.
    ///
    /// - Throws: `SettingError` with the whole path of the setting, `method.neighbors`.
    public func validate() throws {
        guard version == 1 else {
            throw SettingError("version", "\(version) is not a version that this build reads; write version: 1")
        }
        try input.validate()
        try split.validate()
        try balance.validate(for: method)
        try Self.prefixing("imbalance") { try imbalance.validate() }
        try Self.prefixing("method") { try method.settings.validate() }
        for (index, rule) in labels.enumerated() {
            try Self.prefixing("labels[\(index)]") { try rule.settings.validate() }
        }
        guard guards.count <= Self.mostGuards else {
            throw SettingError("guards", "\(guards.count) guards are too many; at most \(Self.mostGuards) can judge")
        }
        for (index, entry) in guards.enumerated() {
            try Self.prefixing("guards[\(index)]") { try entry.settings.validate() }
        }
        try weights.validate()
        try distance.validate()
        try output.validate()
    }

    static func prefixing(_ path: String, _ check: () throws -> Void) throws {
        do {
            try check()
        } catch let error as SettingError {
            throw SettingError("\(path).\(error.setting)", error.problem)
        }
    }

    /// The recipe with every default filled in, as canonical JSON; read back, it is an equal recipe.
    public func resolved(pretty: Bool = false) throws -> String { try CanonicalJSON.string(self, pretty: pretty) }

    /// The recipe without the places of its files: what identity and shards keep, so that where a file lay changes no byte.
    public var withoutPaths: Recipe {
        var recipe = self
        recipe.input.path = InputPaths()
        recipe.input.labels = InputPaths()
        // That there is one decides the result, so it must show.
        if recipe.distance.embedding != .none { recipe.distance.embedding = .file("") }
        return recipe
    }
}

extension Recipe: Equatable {
    /// Whether both ask for the same.
    public static func == (left: Recipe, right: Recipe) -> Bool {
        guard let left = try? JSONValue(encoding: left), let right = try? JSONValue(encoding: right) else {
            return false
        }
        return left == right
    }
}
