/// A setting is out of its range. The recipe adds file and line.
public struct SettingError: Error, Equatable, CustomStringConvertible, Sendable {
    /// The setting's name as a recipe writes it, without what stands above it: `neighbors`.
    public var setting: String
    /// What is wrong and what would be right.
    public var problem: String

    public init(_ setting: String, _ problem: String) {
        self.setting = setting
        self.problem = problem
    }

    public var description: String { "\(setting): \(problem)" }

    static func require(_ condition: Bool, _ setting: String, _ problem: @autoclosure () -> String) throws {
        if !condition { throw SettingError(setting, problem()) }
    }
}
