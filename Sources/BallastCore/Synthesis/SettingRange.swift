/// Ranges of the settings that several methods share.
enum SettingRange {
    /// k of a neighbour list.
    static func neighbors(_ count: Int, _ setting: String = "neighbors") throws {
        try SettingError.require(count >= 1, setting, "\(count) is not a number of neighbours; at least 1")
    }

    /// Parameter of a Beta distribution.
    static func alpha(_ alpha: Double) throws {
        try SettingError.require(
            alpha > 0 && alpha <= 1000, "alpha", "\(alpha) is out of range; greater than 0 and at most 1000")
    }

    /// A share, or an exponent between balanced and as it is.
    static func unit(_ value: Double, _ setting: String) throws {
        try SettingError.require((0...1).contains(value), setting, "\(value) is out of range; 0 to 1")
    }
}
